import { expect, test } from 'vitest'
import { schemas } from '../../../main/contract/schemas.ts'
import { linkUrl } from '../../../main/system/links.ts'

const IDS = [
  'runpod-settings',
  'runpod-pods',
  'runpod-serverless',
  'runpod-ssh-docs',
  'openssh-windows',
  'project',
] as const

test.each(IDS)('%s is a page over https, without credentials or parameters', (link) => {
  expect(schemas['system.openLink'].safeParse({ link }).success).toBe(true)
  const url = new URL(linkUrl(link))
  expect(url).toMatchObject({
    protocol: 'https:',
    username: '',
    password: '',
    search: '',
    port: '',
  })
  expect(['console.runpod.io', 'docs.runpod.io', 'learn.microsoft.com', 'github.com']).toContain(
    url.hostname,
  )
})
