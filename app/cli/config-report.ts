/** The ssh config on a terminal: findings, and the settings of a host with the lines behind them. */

import type {
  ConfigFinding,
  EffectiveConfig,
  EffectiveSetting,
} from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { columns, shortPath, tame, wrap } from './layout.ts'
import { printProblems } from './messages.ts'

export function printFindings(findings: readonly ConfigFinding[], context: CommandContext): void {
  const { line, paint } = context
  if (findings.length === 0) {
    line(`${paint('green', '✓')} Nothing is wrong with your ssh config.`)
    return
  }
  for (const [index, finding] of findings.entries()) {
    if (index > 0) line()
    line(paint('dim', placeOf(finding, context)))
    printProblems([finding], context)
  }
  const fixable = findings.filter((finding) => finding.fixable).length
  if (fixable === 0) return
  line()
  const these = fixable === findings.length ? 'To repair this' : `To repair ${fixable} of these`
  line(`${these}, with a question before each change:`)
  line(`    ${paint('cyan', 'keypilot config --fix')}`)
}

/** `~/.ssh/config:12`. */
export function placeOf(
  { file, line }: { readonly file: string; readonly line: number | null },
  { paths }: CommandContext,
): string {
  const path = tame(shortPath(file, paths.home))
  return line === null ? path : `${path}:${line}`
}

export function printEffective(
  config: EffectiveConfig,
  all: boolean,
  context: CommandContext,
): void {
  const { line, paint, paths } = context
  const { host, hostName, user, port, identityFiles, settings, blocks } = config
  line(paint('bold', `ssh ${tame(host)}`))
  line(`  connects to ${tame(user)}@${tame(hostName)} port ${port}${proxyOf(config)}`)
  line()
  line(
    paint(
      'bold',
      config.identitiesOnly ? 'Keys, and no others' : 'Keys, after those of the ssh-agent',
    ),
  )
  if (identityFiles.length === 0) line('  none')
  for (const path of identityFiles) line(`  ${tame(shortPath(path, paths.home))}`)
  line()
  line(paint('bold', 'Settings, and the lines that say so'))
  const shown = settings.filter(({ state }) => all || state !== 'shadowed')
  for (const row of columns(shown.map((setting) => settingRow(setting, context)))) {
    line(`  ${row}`)
  }
  printBlocks(all ? blocks : blocks.filter(({ matched }) => matched !== false), context)
  if (config.problems.length > 0) line()
  printProblems(config.problems, context)
}

function proxyOf({ proxyJump, proxyCommand }: EffectiveConfig): string {
  if (proxyJump !== null) return `, through ${tame(proxyJump)}`
  return proxyCommand === null ? '' : `, through the program: ${tame(proxyCommand)}`
}

function settingRow(setting: EffectiveSetting, context: CommandContext): readonly string[] {
  const { keyword, value, file, line, state } = setting
  const remark = { applies: '', shadowed: ' (no effect)', unknown: ' (perhaps)' }[state]
  const place = file === null ? 'not in the config' : placeOf({ file, line }, context)
  return [tame(keyword), tame(value), `${place}${remark}`]
}

function printBlocks(blocks: EffectiveConfig['blocks'], context: CommandContext): void {
  const { line, paint, terminal } = context
  if (blocks.length === 0) return
  line()
  line(paint('bold', 'Blocks'))
  for (const block of blocks) {
    const mark = { true: '✓', false: '-', unknown: '?' }[`${block.matched}`]
    line(`  ${mark} ${tame(block.text)}  ${paint('dim', placeOf(block, context))}`)
    line(wrap(block.why, terminal.width, '    '))
  }
}
