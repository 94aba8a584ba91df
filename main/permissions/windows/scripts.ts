/**
 * What Windows PowerShell 5.1 runs for us, which every Windows has. Paths come in by environment
 * variables and answers go out as base64 of UTF-8 JSON: no quoting, wildcard or code page can
 * change a name. .NET is called directly, since `Get-Acl` and `Set-Acl` take no long paths and
 * `Set-Acl` writes the owner too, which needs more rights. No double quote stands in a script, and
 * each is one argument.
 */

/** `KEYPILOT_PATHS_0` …: paths with `|` between them, which no name can hold. */
export const PATHS_VARIABLE = 'KEYPILOT_PATHS_'
export const LISTS_VARIABLE = 'KEYPILOT_PATH_LISTS'
/** Letters without colons. */
export const DRIVES_VARIABLE = 'KEYPILOT_DRIVES'
export const PATH_VARIABLE = 'KEYPILOT_PATH'
export const SDDL_VARIABLE = 'KEYPILOT_SDDL'

const RESULT = [
  '[Console]::Out.Write([Convert]::ToBase64String(',
  '[Text.Encoding]::UTF8.GetBytes(($answer | ConvertTo-Json -Depth 4 -Compress))))',
].join('')

/** Owner and access list of every path, who we are, and what the drives are. */
export const READ_SCRIPT = `
$ErrorActionPreference = 'Stop'
$sections = [Security.AccessControl.AccessControlSections]'Access, Owner'
$aliases = @{}
$files = @(for ($list = 0; $list -lt [int]$env:${LISTS_VARIABLE}; $list++) {
  foreach ($path in [Environment]::GetEnvironmentVariable('${PATHS_VARIABLE}' + $list).Split('|')) {
    try {
      $acl = if ([IO.Directory]::Exists($path)) { [IO.Directory]::GetAccessControl($path, $sections) }
        else { [IO.File]::GetAccessControl($path, $sections) }
      $sddl = [string]$acl.GetSecurityDescriptorSddlForm($sections)
      foreach ($match in [regex]::Matches($sddl, '(?<=[:;])[A-Z]{2}(?=[;)GDS]|$)')) {
        $alias = [string]$match.Value
        if ($aliases.ContainsKey($alias)) { continue }
        try { $aliases[$alias] = [string](New-Object Security.Principal.SecurityIdentifier $alias).Value }
        catch { $aliases[$alias] = $alias }
      }
      @{ sddl = $sddl; error = $null }
    } catch {
      @{ sddl = $null; error = [string]$_.Exception.GetBaseException().GetType().Name }
    }
  }
})
$drives = @{}
foreach ($letter in ([string]$env:${DRIVES_VARIABLE}).ToCharArray()) {
  try {
    $drive = New-Object IO.DriveInfo ([string]$letter)
    $drives[[string]$letter] = @{ type = [string]$drive.DriveType; format = $null }
    $drives[[string]$letter].format = [string]$drive.DriveFormat
  } catch { }
}
$me = [Security.Principal.WindowsIdentity]::GetCurrent()
$role = [Security.Principal.WindowsBuiltInRole]::Administrator
$answer = @{
  sid = [string]$me.User.Value
  groups = [string[]]@(foreach ($group in $me.Groups) { $group.Value })
  elevated = [bool](New-Object Security.Principal.WindowsPrincipal $me).IsInRole($role)
  aliases = $aliases
  drives = $drives
  files = $files
}
${RESULT}
`

/** Writes the access list alone, protected or inheriting as the text says. */
export const WRITE_SCRIPT = `
$ErrorActionPreference = 'Stop'
$path = $env:${PATH_VARIABLE}
$section = [Security.AccessControl.AccessControlSections]::Access
$isFolder = [IO.Directory]::Exists($path)
$acl = if ($isFolder) { New-Object Security.AccessControl.DirectorySecurity }
  else { New-Object Security.AccessControl.FileSecurity }
$acl.SetSecurityDescriptorSddlForm($env:${SDDL_VARIABLE}, $section)
if ($isFolder) { [IO.Directory]::SetAccessControl($path, $acl) }
else { [IO.File]::SetAccessControl($path, $acl) }
`
