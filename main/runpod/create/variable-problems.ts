/** Wording of what is wrong with the variables of a start command, an `.env` text or a request. */

import type { Problem } from '../../contract/methods.ts'

/** Which variables are real: RunPod sets the first alone, and its own images read no other. */
const REAL =
  'RunPod gives a pod its keys in PUBLIC_KEY, and its images read no other variable. SSH_PUBLIC_KEY and RUNPOD_SSH_PUBLIC_KEY come from older instructions; only an image that was made to read them does anything with them.'

export const DEAD_VARIABLE_REPAIRED: Problem = {
  code: 'dead-variable',
  severity: 'warning',
  title: 'An old variable name was replaced',
  detail: `With RUNPOD_SSH_PUBLIC_KEY or SSH_PUBLIC_KEY the pod would start without any key. ${REAL}`,
}

export const DEAD_VARIABLE_ELSEWHERE: Problem = {
  code: 'dead-variable',
  severity: 'warning',
  title: 'RunPod does not set this variable',
  detail:
    'Your command uses RUNPOD_SSH_PUBLIC_KEY or SSH_PUBLIC_KEY. Unless you set it yourself in the template, it is empty; RunPod gives your keys in PUBLIC_KEY.',
}

export const DEAD_VARIABLE_BESIDE: Problem = {
  code: 'dead-variable',
  severity: 'warning',
  title: 'One of these variables does nothing',
  detail: `PUBLIC_KEY is set here as well, and it is the one that counts, so the other was left as it is and can go. ${REAL}`,
}

export const UNQUOTED_REPAIRED: Problem = {
  code: 'unquoted-variable',
  severity: 'warning',
  title: 'Quotes were added around $PUBLIC_KEY',
  detail: 'Without them all your keys end up on one line, and only the first one works.',
}

export const EMPTY_REPAIRED: Problem = {
  code: 'empty-public-key',
  severity: 'error',
  title: 'PUBLIC_KEY was set to nothing, and was taken out',
  detail:
    'A value of your own comes before the one that RunPod would give. With an empty value the SSH server does not start at all; with “null” it starts and lets nobody in. Without the line, RunPod puts the keys of your account there.',
}

export const OLD_FOLDER_REPAIRED: Problem = {
  code: 'old-folder-shortcut',
  severity: 'info',
  title: 'cd $_ was replaced by the folder itself',
  detail:
    'Older instructions go to ~/.ssh with cd $_, which only bash understands. In another shell the keys would end up in the wrong folder.',
}
