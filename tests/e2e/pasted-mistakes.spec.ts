/** Every mistake people make in RunPod's field: named, repaired where possible, accepted after. */

import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/keypilot.ts'
import { SetupPage, textOfCard } from './support/setup-page.ts'

/** What is made of the good public line, and the title that must name the mistake. */
const MISTAKES: readonly {
  readonly name: string
  readonly paste: (line: string, fingerprint: string) => string
  readonly title: string | RegExp
}[] = [
  {
    name: 'the fingerprint',
    paste: (_line, print) => print,
    title: 'This is a fingerprint, not the key',
  },
  {
    name: 'a missing type word',
    paste: (line) => line.replace('ssh-ed25519 ', ''),
    title: 'The first word of the line was missing',
  },
  {
    name: 'several keys on one line',
    paste: (line) => `${line} ${OTHER_KEY}`,
    title: 'Several keys were on one line',
  },
  {
    name: 'a wrapped line',
    paste: (line) => line.replace(/^(.{40})/, '$1\n'),
    title: 'The key was broken into pieces',
  },
  {
    name: 'a file path',
    paste: () => '~/.ssh/id_ed25519.pub',
    title: 'This is the name of a file, not what is in it',
  },
  {
    name: 'the PuTTY form',
    paste: (line) => rfc4716(line),
    title: 'This was the PuTTY form of a public key',
  },
  {
    name: 'a type word of another key',
    paste: (line) => line.replace('ssh-ed25519', 'ssh-rsa'),
    title: 'The first word did not match the key',
  },
  {
    name: 'a truncated key',
    paste: (line) => line.split(' ').slice(0, 2).join(' ').slice(0, -20),
    title: 'Part of the key is missing',
  },
  {
    name: 'smart quotes',
    paste: (line) => `“${line}”`,
    title: 'There were curly quotes around the key',
  },
  {
    name: 'invisible characters',
    paste: (line) => line.replace('ssh-ed25519 ', 'ssh-\u200bed25519 '),
    title: 'There were invisible characters in the line',
  },
  {
    name: "the documentation's sample",
    paste: () => 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5... your_email@example.com',
    title: /example/,
  },
  { name: 'a duplicate', paste: (line) => `${line}\n${line}`, title: 'This key is here twice' },
  {
    name: 'an options prefix',
    paste: (line) => `command="/bin/true" ${line}`,
    title: 'There were options in front of the key',
  },
  { name: 'null', paste: () => 'null', title: 'This is an empty value, not a key' },
]

const OTHER_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrqMMC3S4jqVJtN4Qy5Yl1yQZpmR6rN6tyCCEcMQ1Wd other@laptop'

test('each is named and repaired', async ({ keypilot, throwaway }) => {
  test.setTimeout(180_000)
  const { page } = keypilot
  const setup = new SetupPage(page)
  const line = await setup.makeKey(throwaway)
  const fingerprint = execFileSync(
    'ssh-keygen',
    ['-lf', join(throwaway.sshDir, 'id_ed25519.pub')],
    {
      encoding: 'utf8',
    },
  )
    .split(' ')
    .find((word) => word.startsWith('SHA256:'))
  for (const { name, paste, title } of MISTAKES) {
    await test.step(name, async () => {
      await setup.openStep('publish')
      await setup.pasteBack(paste(line, fingerprint ?? ''))
      const step = setup.step('publish')
      await expect(step.getByText(title).first()).toBeVisible()
      await expect(step.getByText('Everything there is right')).toBeHidden()
      const text = await textOfCard(step, 'Corrected text for RunPod’s field')
      expect(text).toContain(line.split(' ')[1])
      await setup.pasteBack(text)
      await setup.expectPasteAccepted()
    })
  }
})

test('a private key is stopped, cleared, and kept nowhere', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const setup = new SetupPage(page)
  await setup.makeKey(throwaway)
  const privateKey = await readFile(join(throwaway.sshDir, 'id_ed25519'), 'utf8')
  await setup.pasteBack(privateKey)
  const alert = page.locator('#step-publish').getByRole('alert')
  await expect(alert).toContainText('The box was cleared')
  await expect(alert).toContainText('This is a private key, which must stay secret')
  await expect(setup.pasteBox()).toHaveValue('')
  const secret = privateKey.split('\n')[2] ?? ''
  expect(secret.length).toBeGreaterThan(40)
  expect(await page.content()).not.toContain(secret)
  const kept = execFileSync('sh', [
    '-c',
    `grep -rl -- "$1" "$2" || true`,
    'sh',
    secret,
    throwaway.home,
  ])
  expect(kept.toString().trim()).toBe(join(throwaway.sshDir, 'id_ed25519'))
})

/** RFC 4716, as PuTTYgen's "Save public key" writes it. */
function rfc4716(line: string): string {
  const base64 = line.split(' ')[1] ?? ''
  const lines = base64.match(/.{1,64}/g) ?? []
  return [
    '---- BEGIN SSH2 PUBLIC KEY ----',
    'Comment: "ed25519-key-20261121"',
    ...lines,
    '---- END SSH2 PUBLIC KEY ----',
  ].join('\n')
}
