/** Repairs of what older instructions for start commands got wrong, each on its own. */

const DEAD_USE = /\$(?:\{(?:RUNPOD_)?SSH_PUBLIC_KEY(?!\w)|(?:RUNPOD_)?SSH_PUBLIC_KEY(?!\w))/g
const PRINTED =
  /\b(?:echo(?:[ \t]+-[neE]{1,3}){0,3}|printf[ \t]+(?:'[^'\n]{0,64}'|\\?"[^"\n]{0,64}"|[^\s$'"]{1,64}))[ \t]+(?=\$(?:PUBLIC_KEY\b|\{PUBLIC_KEY\}))/g
const VALUE = /\$(?:PUBLIC_KEY\b|\{PUBLIC_KEY\})/y
const FOLDER_SHORTCUT =
  /(\bmkdir\s+(?:-p\s+|-m\s*\d{3,4}\s+){0,3}((?:~|\$HOME|\$\{HOME\}|\/root)\/\.ssh)\/?\s*(?:&&|;)\s*(?:chmod\s+\d{3,4}\s+(?:\$_|\S{1,64}\/\.ssh)\/?\s*(?:&&|;)\s*)?cd\s+)(?:\$_|"\$_")(?!\w)/g

/** `$SSH_PUBLIC_KEY` and `${RUNPOD_SSH_PUBLIC_KEY…}` become `$PUBLIC_KEY` and `${PUBLIC_KEY…}`. */
export function renameUses(script: string): string {
  return script.replace(DEAD_USE, (use) => (use.startsWith('${') ? '${PUBLIC_KEY' : '$PUBLIC_KEY'))
}

/** `cd $_` behind `mkdir ~/.ssh` names the folder. */
export function nameFolder(script: string): string {
  return script.replace(FOLDER_SHORTCUT, '$1$2')
}

/**
 * Quotes around `$PUBLIC_KEY` behind echo and printf, so that its lines stay lines. Inside double
 * quotes they are escaped: the text there is a script of its own (`bash -c "…"`).
 */
export function quoteValue(script: string): string {
  let result = ''
  let done = 0
  for (const { index, 0: command } of script.matchAll(PRINTED)) {
    VALUE.lastIndex = index + command.length
    if (VALUE.exec(script) === null) continue
    const quote = isInDoubleQuotes(script, index) ? '\\"' : '"'
    result += `${script.slice(done, index)}${command}${quote}$PUBLIC_KEY${quote}`
    done = VALUE.lastIndex
  }
  return result + script.slice(done)
}

function isInDoubleQuotes(script: string, index: number): boolean {
  let open = ''
  for (let at = 0; at < index; at++) {
    const char = script.charAt(at)
    if (char === '\\' && open !== "'") at += 1
    else if (open === '' && (char === "'" || char === '"')) open = char
    else if (char === open) open = ''
  }
  return open === '"'
}
