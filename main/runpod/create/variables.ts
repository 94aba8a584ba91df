/** `runpod.checkVariables`: variables that do nothing in a start command, an `.env` text or a request. */

import type { CheckedVariables, Problem } from '../../contract/methods.ts'
import { quoteForShell } from '../../system/quote-for-shell.ts'
import { unwrapBash } from '../shell-script.ts'
import { nameFolder, quoteValue, renameUses } from './script-repairs.ts'
import {
  DEAD_VARIABLE_BESIDE,
  DEAD_VARIABLE_REPAIRED,
  EMPTY_REPAIRED,
  OLD_FOLDER_REPAIRED,
  UNQUOTED_REPAIRED,
} from './variable-problems.ts'

const DEAD = '(?:RUNPOD_)?SSH_PUBLIC_KEY'
/** What may stand in front of a name that is given a value, and behind it. */
const BEFORE = `(^|[\\s"'{,;&(\`])`
const VALUE_FOLLOWS = `(?=\\\\?["']?\\s{0,8}[=:])`
/** `SSH_PUBLIC_KEY=…`, `-e SSH_PUBLIC_KEY=…`, `"SSH_PUBLIC_KEY": …`, `SSH_PUBLIC_KEY: …`. */
const DEAD_GIVEN = new RegExp(`${BEFORE}${DEAD}${VALUE_FOLLOWS}`, 'gm')
/** `-e SSH_PUBLIC_KEY` takes the value of the shell; `ENV SSH_PUBLIC_KEY …`; `"key": "SSH_PUBLIC_KEY"`. */
const DEAD_NAMED = new RegExp(
  `((?:^|\\s)(?:-e|--env|ENV|ARG)[ =]['"]?|\\b(?:key|name)\\\\?["']?\\s{0,8}[:=]\\s{0,8}\\\\?["']?)${DEAD}(?!\\w)`,
  'gm',
)
const REAL_GIVEN = new RegExp(`${BEFORE}PUBLIC_KEY${VALUE_FOLLOWS}`, 'm')

const NOTHING = `(?:null|undefined|None|""|''|"null"|'null')`
const EMPTY: readonly RegExp[] = [
  // A line of an .env file, of a Dockerfile or of YAML.
  new RegExp(
    `^[ \\t]*(?:export[ \\t]+|ENV[ \\t]+|-[ \\t]+)?PUBLIC_KEY[ \\t]*(?:=|:[ \\t])[ \\t]*${NOTHING}?[ \\t]*(?:\\r?\\n|$)`,
    'gm',
  ),
  /^[ \t]*PUBLIC_KEY:[ \t]*(?:\r?\n|$)/gm,
  // An option of docker or of a tool like it.
  new RegExp(`\\s(?:-e|--env)[ =](['"]?)PUBLIC_KEY=${NOTHING}?\\1(?=\\s|$)`, 'g'),
  // A member of a JSON object: with the comma in front of it, or else behind it.
  new RegExp(`,\\s*"PUBLIC_KEY"\\s*:\\s*${NOTHING}(?=\\s*[,}])`, 'g'),
  new RegExp(`"PUBLIC_KEY"\\s*:\\s*${NOTHING}\\s*(?:,\\s*|(?=\\}))`, 'g'),
]
const JSON_STRING = /"(?:[^"\\]|\\.)*"/g

export function checkVariables({ text }: { readonly text: string }): CheckedVariables {
  const problems: Problem[] = []
  const step = (before: string, after: string, problem: Problem): string => {
    if (after !== before) problems.push(problem)
    return after
  }
  const renamed = rename(text)
  if (renamed.beside) problems.push(DEAD_VARIABLE_BESIDE)
  const named = step(text, renamed.text, DEAD_VARIABLE_REPAIRED)
  const given = step(named, withoutEmpty(named), EMPTY_REPAIRED)
  const folder = step(given, inScripts(given, nameFolder), OLD_FOLDER_REPAIRED)
  const repaired = step(folder, inScripts(folder, quoteValue), UNQUOTED_REPAIRED)
  return { repaired, problems }
}

/** `beside`: PUBLIC_KEY has a value of its own here, so a second one must not get its name. */
function rename(text: string): { readonly text: string; readonly beside: boolean } {
  const given = text.replace(DEAD_GIVEN, '$1PUBLIC_KEY').replace(DEAD_NAMED, '$1PUBLIC_KEY')
  if (given !== text && REAL_GIVEN.test(withoutEmpty(text))) return { text, beside: true }
  return { text: inScripts(given, renameUses), beside: false }
}

function withoutEmpty(text: string): string {
  return EMPTY.reduce((rest, pattern) => rest.replace(pattern, ''), text)
}

/** Repairs scripts where they stand: in a JSON text, in the word after `bash -c`, or as they are. */
function inScripts(text: string, repair: (script: string) => string): string {
  if (!isJson(text)) return inCommand(text, repair)
  return text.replace(JSON_STRING, (literal) => {
    const decoded = decode(literal)
    if (decoded === null) return literal
    const repaired = inCommand(decoded, repair)
    return repaired === decoded ? literal : JSON.stringify(repaired)
  })
}

function inCommand(text: string, repair: (script: string) => string): string {
  const trimmed = text.trim()
  const bash = unwrapBash(trimmed)
  if (bash === null) return repair(text)
  const repaired = repair(bash.script)
  return repaired === bash.script ? text : bash.head + quoteForShell(repaired)
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function decode(literal: string): string | null {
  try {
    const value: unknown = JSON.parse(literal)
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
