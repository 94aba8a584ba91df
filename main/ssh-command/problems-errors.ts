/** Wording of what keeps a command from being used: no target comes with one of these. */

import type { Wording } from './problems.ts'

const podsPage = {
  kind: 'link',
  label: 'Open your pods',
  link: 'runpod-pods',
} as const

export const ERRORS = {
  empty: {
    severity: 'error',
    title: 'Nothing to read',
    detail:
      'Copy the line under “SSH over exposed TCP” (or “SSH”) in your pod’s Connect tab and paste it here.',
    fix: podsPage,
  },
  'not-a-command': {
    severity: 'error',
    title: 'No SSH command found',
    detail:
      'The text holds no command like “ssh root@203.0.113.7 -p 12345” and no address like “203.0.113.7:12345”. Copy the line from your pod’s Connect tab.',
    fix: podsPage,
  },
  'start-command': {
    severity: 'error',
    title: 'This belongs in the settings of a pod',
    detail:
      'It is a start command or a variable that gives a pod its keys, not the command that connects to it. Copy the line under “SSH over exposed TCP” (or “SSH”) in your pod’s Connect tab.',
    fix: podsPage,
  },
  'dead-variable': {
    severity: 'error',
    title: 'This is for a pod, and its variable does nothing',
    detail:
      'RunPod sets PUBLIC_KEY, and its images read no other: with RUNPOD_SSH_PUBLIC_KEY or SSH_PUBLIC_KEY of older instructions a pod starts without keys. To connect, copy the line from your pod’s Connect tab.',
    fix: podsPage,
  },
  'web-address': {
    severity: 'error',
    title: 'This is a web address',
    detail:
      '“{}” is a page for the browser; SSH needs the command from your pod’s Connect tab, which starts with “ssh”.',
    fix: podsPage,
  },
  'destination-missing': {
    severity: 'error',
    title: 'The command names no server',
    detail:
      'After the options there is no “user@address”. Copy the whole line from your pod’s Connect tab.',
    fix: podsPage,
  },
  'host-missing': {
    severity: 'error',
    title: 'The address is empty',
    detail: 'There is nothing after the “@”. Copy the whole line from your pod’s Connect tab.',
    fix: podsPage,
  },
  'host-is-option': {
    severity: 'error',
    title: 'The address is not an address',
    detail:
      '“{}” starts with a dash: ssh refuses such an address, because it could make ssh run a program. Do not use this command; copy a fresh one from your pod’s Connect tab.',
  },
  'host-characters': {
    severity: 'error',
    title: 'The address holds characters that ssh refuses',
    detail:
      '“{}” is not a server name or IP address. Copy the line from your pod’s Connect tab again.',
    fix: podsPage,
  },
  'user-missing': {
    severity: 'error',
    title: 'The user name is missing',
    detail:
      'For ssh.runpod.io the part before the “@” says which pod is meant, such as “8y5rumuyb50m78-6441103b”. It cannot be guessed: copy the line under “SSH” in your pod’s Connect tab.',
    fix: podsPage,
  },
  'user-is-option': {
    severity: 'error',
    title: 'The user name is not a name',
    detail:
      '“{}” starts with a dash, which ssh refuses. Do not use this command; copy a fresh one from your pod’s Connect tab.',
  },
  'user-characters': {
    severity: 'error',
    title: 'The user name holds characters that ssh refuses',
    detail: '“{}” cannot be a user name. Copy the line from your pod’s Connect tab again.',
    fix: podsPage,
  },
  'control-characters': {
    severity: 'error',
    title: 'The command holds control characters',
    detail:
      'There are characters in it that no keyboard types, and a command with them is not safe to run. Copy the line from your pod’s Connect tab again.',
  },
  'port-out-of-range': {
    severity: 'error',
    title: 'There is no port {}',
    detail:
      'Ports go from 1 to 65535. Numbers from 70000 are only used in RunPod templates, to ask for a port; the real one stands in the Connect tab.',
    fix: podsPage,
  },
  'port-invalid': {
    severity: 'error',
    title: 'The port is not a number',
    detail:
      '“{}” stands where the port should be. It is the number after the colon in “Direct TCP Ports”, such as 42442.',
    fix: podsPage,
  },
  'option-value-missing': {
    severity: 'error',
    title: 'Something is missing after {}',
    detail:
      'The command ends where the value of {} should follow. Copy the whole line from your pod’s Connect tab.',
    fix: podsPage,
  },
  placeholder: {
    severity: 'error',
    title: '“{}” is a placeholder',
    detail:
      'The command was copied from an instruction, where “{}” stands for a value of your own pod. Your pod’s Connect tab shows the same command with the real values.',
    fix: podsPage,
  },
  'proxy-suffix-missing': {
    severity: 'error',
    title: 'The user name is only half there',
    detail:
      '“{}” is a pod id; ssh.runpod.io also needs the “-” and the eight characters after it, as in “8y5rumuyb50m78-6441103b”. They cannot be guessed: copy the line under “SSH” in your pod’s Connect tab.',
    fix: podsPage,
  },
  'mixed-forms': {
    severity: 'error',
    title: 'Two kinds of command are mixed',
    detail:
      'ssh.runpod.io takes your pod’s own user name (“8y5rumuyb50m78-6441103b”) and no port; “root” and a port belong to the pod’s IP address. Copy one of the two lines from the Connect tab, best the one under “SSH over exposed TCP”.',
    fix: podsPage,
  },
  'mapping-not-ssh': {
    severity: 'error',
    title: 'This mapping is not for SSH',
    detail:
      'It leads to port {} inside the pod, and SSH listens on 22. Look for the line that ends in “:22”; if there is none, add TCP port 22 to the pod (this restarts it).',
    fix: podsPage,
  },
  'config-alias': {
    severity: 'error',
    title: '“{}” is not an address',
    detail:
      'It may be a Host entry of your ssh config, which stands only in that file. Paste the full command from your pod’s Connect tab instead.',
    fix: podsPage,
  },
} as const satisfies Readonly<Record<string, Wording>>
