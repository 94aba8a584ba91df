import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeKey, quietContext, type TestFolder, testFolder } from '../support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

test.each([
  ['1024', [['rsa-weak', 'error']]],
  ['2048', [['rsa-small', 'info']]],
  ['3072', []],
])('the preview of an RSA key of %s bits says what the list will say of it', async (bits, said) => {
  const path = await makeKey(folder.dir, 'source', ['-t', 'rsa', '-b', bits])
  const { problems } = await folder.service.inspectImport({ path }, quietContext())
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual(said)
  const pair = await folder.service.import({ path, name: 'copy' }, quietContext())
  expect(pair.problems.map(({ code, severity }) => [code, severity])).toEqual(said)
})
