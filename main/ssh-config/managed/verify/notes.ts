/** Why the real ssh was not asked, or could not agree, in plain words. */

import type { Problem } from '../../../contract/methods.ts'

export function sshMissingNote(): Problem {
  return {
    code: 'ssh-missing',
    severity: 'info',
    title: 'Checked without ssh',
    detail:
      'No ssh program was found on this computer, so only Keypilot itself has compared the settings of every host before and after.',
  }
}

export function matchExecNote(file: string, line: number): Problem {
  return {
    code: 'match-exec',
    severity: 'info',
    title: 'Checked without ssh',
    detail: `${file}, line ${line}, is a “Match exec”: ssh would run its program only to read the config, so Keypilot did not ask it. Keypilot itself has compared the settings of every host before and after.`,
  }
}

export function unclearNote(file: string): Problem {
  return {
    code: 'include-unclear',
    severity: 'warning',
    title: 'Not everything could be checked',
    detail: `${file} is included, but cannot be read here. What it says was not compared.`,
  }
}

/** `words`: ssh's own. */
export function stillRefusedNote(words: string): Problem {
  return {
    code: 'still-refused',
    severity: 'warning',
    title: 'ssh still refuses the config',
    detail: `It did before this change, and there is more to repair. It says: ${words}`,
  }
}
