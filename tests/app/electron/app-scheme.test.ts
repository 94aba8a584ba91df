import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { APP_SCHEME, createSchemeHandler, isPageUrl } from '../../../app/electron/app-scheme.ts'
import { listInterfaceFiles } from '../../../app/interface-files.ts'

const root = mkdtempSync(join(tmpdir(), 'keypilot-scheme-'))
writeFileSync(join(root, 'index.html'), '<title>Keypilot</title>')
writeFileSync(join(root, 'main.js'), 'export {}')
writeFileSync(join(root, 'notes.txt'), 'not part of the interface')
const handle = createSchemeHandler(listInterfaceFiles(root))

const get = (url: string, method = 'GET') => handle({ url, method } as Request)

describe('the app scheme', () => {
  it('serves the page under the strict policy', async () => {
    const answer = await get('app://keypilot/')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('<title>Keypilot</title>')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it.each([
    ['app://keypilot/missing.js', 'GET', 404],
    ['app://keypilot/index.html', 'GET', 404],
    ['app://keypilot/notes.txt', 'GET', 404],
    ['app://keypilot/../../etc/passwd', 'GET', 404],
    ['app://keypilot/%2e%2e/%2e%2e/etc/passwd', 'GET', 404],
    ['app://keypilot//etc/passwd', 'GET', 404],
    ['app://keypilot/', 'POST', 405],
    ['app://elsewhere/', 'GET', 403],
    ['not an address', 'GET', 403],
  ])('answers %s by %s with %i', async (url, method, status) => {
    const answer = await get(url, method)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toBe('')
  })

  it('has no privilege beyond the four', () => {
    expect(APP_SCHEME.privileges).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      codeCache: true,
    })
  })

  it('takes only its own address for the page', () => {
    expect(isPageUrl('app://keypilot/')).toBe(true)
    expect(isPageUrl('app://keypilot/#keys')).toBe(true)
    for (const url of [
      'app://keypilot.evil/',
      'app://evil/keypilot',
      'https://keypilot/',
      '',
      undefined,
    ]) {
      expect(isPageUrl(url), url).toBe(false)
    }
  })
})

it('says when the interface is missing', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'keypilot-empty-'))
  await expect(listInterfaceFiles(empty)).rejects.toMatchObject({ code: 'not-found' })
})
