/** Wording of what a person should know before a pod or template is created. */

import type { Problem } from '../../contract/methods.ts'

export const NO_ACCOUNT_KEY: Problem = {
  code: 'no-account-key',
  severity: 'error',
  title: 'No usable key is on your account',
  detail:
    '“SSH Terminal Access” (startSsh in the request) gives a pod the keys of your account. With none there it does nothing, and the pod has no SSH at all. Publish a key first, or choose keys for this pod alone.',
}

export const ACCOUNT_NOT_READ: Problem = {
  code: 'account-not-read',
  severity: 'info',
  title: 'Check that your key is on your account',
  detail:
    'Keypilot could not look at your account. “SSH Terminal Access” (startSsh in the request) gives a pod the keys that are there when it is created; with none there it does nothing.',
}

/** `names`: of the keys that are for this pod alone. Null: the account could not be read. */
export function proxyNote(names: readonly string[] | null): Problem | null {
  if (names !== null && names.length === 0) return null
  const which =
    names === null
      ? 'A key that is only in PUBLIC_KEY'
      : `Not on your account: ${names.join(', ')}. Such a key`
  return {
    code: 'not-on-the-proxy',
    severity: names === null ? 'info' : 'warning',
    title: 'Keys for this pod alone work for direct access only',
    detail: `${which} opens the direct way in (root@address). RunPod’s proxy (ssh.runpod.io) asks your account, so publish the key there as well if you want to use it.`,
  }
}

export const KEYS_IN_TEMPLATE: Problem = {
  code: 'keys-in-template',
  severity: 'warning',
  title: 'Every pod of this template gets exactly these keys',
  detail:
    'PUBLIC_KEY in a template comes before the keys of the account of whoever uses it, and a public template would let you into other people’s pods. Leave the keys out of it unless that is what you want.',
}

export const OWN_COMMAND: Problem = {
  code: 'start-command-replaces',
  severity: 'info',
  title: 'A start command replaces the one of the image',
  detail:
    'RunPod’s own images start SSH in /start.sh, which your command takes the place of. So the command below sets SSH up by itself first. It needs a container that runs as root, has apt and reaches the internet.',
}

export const NAMES_TO_REPLACE: Problem = {
  code: 'examples-to-replace',
  severity: 'info',
  title: 'Some values are examples',
  detail: 'Put your own name, image and GPU in their place before you send it.',
}

export const SEVERAL_LINES: Problem = {
  code: 'several-lines',
  severity: 'info',
  title: 'PUBLIC_KEY has several lines',
  detail:
    'Each key stands on a line of its own. If the field in RunPod’s form keeps only one line, put one key there and publish the others on your account.',
}

/** runpodctl splits `--docker-start-cmd` at commas and knows no way around that. */
export const RUNPODCTL_SPLITS: Problem = {
  code: 'runpodctl-splits-at-commas',
  severity: 'warning',
  title: 'runpodctl cannot carry this start command',
  detail:
    'For templates it splits the command at each comma, and this one has commas of its own. Use the curl form, or paste the command into RunPod’s form.',
}

export const RUNPODCTL_TEMPLATES: Problem = {
  code: 'runpodctl-template-api',
  severity: 'info',
  title: 'runpodctl may not make templates any more',
  detail:
    'Up to version 2.7.2 it does so through an older service of RunPod that was to end in November 2026. It cannot say startSsh there, which is on for templates by default. If it fails, use the curl form.',
}
