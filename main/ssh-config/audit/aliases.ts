/** Findings about hosts: shadowed, doubled, stale. */

import type { ConfigFinding } from '../../contract/methods.ts'
import { readableValue } from '../document.ts'
import type { FoundSetting } from '../effective/options.ts'
import type { ProgramBlock } from '../effective/program.ts'
import { type NamedBlock, ownLine } from '../hosts.ts'
import { type Alias, type AuditContext, makeFinding } from './context.ts'

/** A line of a host's own block that an earlier line of another block takes the effect from. */
interface Shadowed {
  readonly setting: FoundSetting
  readonly by: FoundSetting
}

export function shadowedHosts({ aliases }: AuditContext): readonly ConfigFinding[] {
  return [...aliases.values()].flatMap((alias) => {
    const own = blocksOf(alias)
    return alias.blocks.flatMap(({ block, file, opener }) => {
      const shadowed = shadowedLines(alias, block).filter(
        ({ by }) => !own.some((one) => one.lines.includes(by.line)),
      )
      const [first] = shadowed
      if (first === undefined) return []
      return [
        makeFinding(file, opener.number, alias.alias, {
          ...{ code: 'shadowed-by-wildcard', severity: 'error' },
          title: `${readableValue(alias.alias)} does not get its own settings`,
          detail: `${shadowed.map(inWords).join(' ')} ssh takes the first value it finds, so blocks for many hosts belong below those for one. Move the block of ${readableValue(alias.alias)} above it.`,
          // Lines of an earlier file cannot be overtaken within this one.
          fixable: shadowed.every(({ by }) => by.file === file),
        }),
      ]
    })
  })
}

function inWords({ setting, by }: Shadowed): string {
  const { keyword, value, line } = setting
  return `${keyword.name} ${readableValue(value.text)} in line ${line.number} has no effect, because line ${by.line.number} of ${by.file.path} says ${readableValue(by.value.text)} first.`
}

/** The same alias twice, where a line of the later block has no effect because of the earlier one. */
export function duplicateAliases({ aliases }: AuditContext): readonly ConfigFinding[] {
  return [...aliases.values()]
    .filter(({ blocks }) => blocks.length > 1)
    .flatMap((alias) => {
      const [first, ...later] = alias.blocks
      if (first === undefined) return []
      return later.flatMap(({ block, file, opener }) => {
        const earlier = blocksOf(alias).filter((one) => one !== block)
        const isDoubled = shadowedLines(alias, block, true).some(({ by }) =>
          earlier.some((one) => one.lines.includes(by.line)),
        )
        if (!isDoubled) return []
        const name = readableValue(alias.alias)
        return [
          makeFinding(file, opener.number, alias.alias, {
            ...{ code: 'duplicate-alias', severity: 'warning', fixable: true },
            title: `${name} is there twice`,
            detail: `Line ${first.opener.number} of ${first.file.path} has ${name} already. ssh takes the first value of each setting, so what differs here is not used. Keep one of the two.`,
          }),
        ]
      })
    })
}

function blocksOf({ blocks }: Alias): readonly ProgramBlock[] {
  return blocks.map(({ block }) => block)
}

/** `same`: also where the value that wins is the same. */
function shadowedLines(
  { evaluation }: Alias,
  block: ProgramBlock,
  same = false,
): readonly Shadowed[] {
  return evaluation.options.settings().flatMap((setting): Shadowed[] => {
    const { keyword, state, line, value } = setting
    const addsUp = ['identity', 'forward', 'environment'].includes(keyword.kind)
    if (state !== 'shadowed' || addsUp || !block.lines.includes(line)) return []
    const by = evaluation.options
      .all(keyword.name.toLowerCase())
      .find((one) => one.state === 'applies' && one.line !== line)
    if (by === undefined || (!same && by.value.printed === value.printed)) return []
    return [{ setting, by }]
  })
}

/** The entry of a pod that has a new address by now. */
export function staleEntries({ aliases, facts }: AuditContext): readonly ConfigFinding[] {
  return facts.saved.flatMap(({ alias, host, port }) => {
    const known = aliases.get(Buffer.from(alias, 'utf8').toString('latin1'))
    const [block] = known?.blocks ?? []
    if (known === undefined || block === undefined) return []
    const { evaluation } = known
    const itsHost = evaluation.hostName.value
    const itsPort = Number(evaluation.options.first('port').value?.printed ?? 22)
    if (itsHost === host.toLowerCase() && itsPort === port) return []
    return [
      makeFinding(block.file, staleLine(block, itsHost === host.toLowerCase()), known.alias, {
        ...{ code: 'stale-entry', severity: 'warning', fixable: true },
        title: `${alias} has an old address`,
        detail: `The entry leads to ${readableValue(itsHost)} port ${itsPort}, but the saved connection is ${host} port ${port}. Pods get a new port, and often a new address, at every start.`,
      }),
    ]
  })
}

function staleLine({ block, opener }: NamedBlock, hostIsRight: boolean): number {
  const line = ownLine(block, hostIsRight ? 'Port' : 'HostName')
  return line?.number ?? opener.number
}
