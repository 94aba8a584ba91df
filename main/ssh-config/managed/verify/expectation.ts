/** What a change may do and must achieve, and the refusal when it does something else. */

import { AppError } from '../../../contract/errors.ts'
import { decodeValue, encodeBytes, readableValue } from '../../document.ts'
import { indexOf } from './compare.ts'
import type { AppliedLine, FlatBlock } from './flatten.ts'

/** A setting that must be in force afterwards. */
export interface WantedSetting {
  /** As it is usually written, e.g. `HostName`. */
  readonly name: string
  /** As it stands in the file, without quotes: `%` written twice where ssh expands it. */
  readonly value: string
}

export interface Expectation {
  /** The host that the change is about; null when it is about no single one. */
  readonly edited: string | null
  /** Hosts that may have other settings afterwards. */
  mayChange(name: string): boolean
  readonly wanted: readonly WantedSetting[]
  /** Refuse even when ssh refuses the config as it was before: nothing that is added would work. */
  readonly mustBeAccepted: boolean
}

const SHOWN_NAMES = 3

/** @throws {AppError} `verification-failed` */
export function refuseIfOthersChange(changed: readonly string[], expected: Expectation): void {
  const others = changed.filter((name) => !expected.mayChange(name))
  if (others.length === 0) return
  const names = others.slice(0, SHOWN_NAMES).map((name) => `“${name}”`)
  const more = others.length > SHOWN_NAMES ? ` and ${others.length - SHOWN_NAMES} more` : ''
  throw new AppError(
    'verification-failed',
    `Nothing was changed: the settings of ${names.join(', ')}${more} would have changed too, because of the order in which ssh reads the config. Make this change by hand.`,
    { details: { aliases: [...others] } },
  )
}

/** The first line that says something wins, so an earlier one can make an entry useless. */
export function refuseIfNotInForce(blocks: readonly FlatBlock[], expected: Expectation): void {
  if (expected.edited === null || expected.wanted.length === 0) return
  const lines = indexOf(blocks)(encodeBytes(expected.edited)).filter(({ sure }) => sure)
  for (const { name, value } of expected.wanted) {
    const keyword = name.toLowerCase()
    const said = lines.filter(({ line }) => line.directive?.keyword === keyword)
    // Identity files add up; of everything else the first one counts.
    const counting = keyword === 'identityfile' ? said : said.slice(0, 1)
    if (counting.some((one) => argumentOf(one) === value)) continue
    throw notInForce(expected.edited, name, counting[0])
  }
}

/** The argument as text; null for lines with several, or none. */
export function argumentOf({ line }: Pick<AppliedLine, 'line'>): string | null {
  const words = line.directive?.words ?? []
  return words.length === 1 ? decodeValue(words[0]?.value ?? '') : null
}

function notInForce(alias: string, name: string, winner: AppliedLine | undefined): AppError {
  const why =
    winner === undefined
      ? 'no line of the config would reach it'
      : `${winner.file}, line ${winner.line.number}, says “${readableValue(winner.line.text).trim()}” before it, and ssh takes the first`
  return new AppError(
    'verification-failed',
    `Nothing was changed: the new ${name} of “${alias}” would have no effect: ${why}. Change that line, or move it further down.`,
    { details: { aliases: [alias] } },
  )
}
