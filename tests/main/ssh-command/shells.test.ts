/** The readers of other shells' rules are themselves checked against what their makers document. */

import { describe, expect, test } from 'vitest'
import { splitCommandLine } from '../../support/shells/c-runtime.ts'
import { readCmdLine } from '../../support/shells/cmd.ts'
import { readPowerShell, toCommandLine } from '../../support/shells/powershell.ts'

// The table of learn.microsoft.com "Parsing C command-line arguments".
test.each([
  ['"a b c" d e', ['a b c', 'd', 'e']],
  ['"ab\\"c" "\\\\" d', ['ab"c', '\\', 'd']],
  ['a\\\\\\b d"e f"g h', ['a\\\\\\b', 'de fg', 'h']],
  ['a\\\\\\"b c d', ['a\\"b', 'c', 'd']],
  ['a\\\\\\\\"b c" d e', ['a\\\\b c', 'd', 'e']],
  ['a"b"" c d', ['ab" c d']],
])('C runtime: %s', (line, words) => {
  expect(splitCommandLine(line)).toEqual(words)
})

describe('cmd', () => {
  const lookUp = (name: string) => ({ PATH: 'C:\\bin', a: 'b' })[name]

  test.each([
    ['echo %PATH%', 'echo C:\\bin'],
    ['echo "%PATH%"', 'echo "C:\\bin"'],
    ['echo ^%PATH^%', 'echo %PATH%'],
    ['echo "^%PATH^%"', 'echo "^%PATH^%"'],
    ['echo %none% %a%', 'echo %none% b'],
    ['echo 50% of %a%', 'echo 50% of b'],
    ['echo %PATH:C=D%', 'echo C:\\bin'],
    ['echo a^&b ^^ ^"', 'echo a&b ^ "'],
    ['echo "a&b^"', 'echo "a&b^"'],
  ])('%s', (line, passed) => {
    expect(readCmdLine(line, lookUp)).toBe(passed)
  })

  test('a bare & is seen', () => {
    expect(() => readCmdLine('echo a&b', lookUp)).toThrow('act on &')
    expect(() => readCmdLine('echo ^"a&b^"', lookUp)).toThrow('act on &')
  })
})

describe('PowerShell', () => {
  test.each([
    ["ssh 'it''s'", ['ssh', "it's"]],
    ["ssh 'it’’s'", ['ssh', 'it’s']],
    ["ssh 'a'b", ['ssh', 'a', 'b']],
    ["ssh a'b c'd", ['ssh', 'ab cd']],
    ["ssh '$x `n \"'", ['ssh', '$x `n "']],
    ['ssh root@1.2.3.4 -p 22', ['ssh', 'root@1.2.3.4', '-p', '22']],
    ['ssh a`;b', ['ssh', 'a;b']],
    ['ssh a # b', ['ssh', 'a']],
  ])('%s', (line, words) => {
    expect(readPowerShell(line)).toEqual(words)
  })

  test.each([
    'ssh $x',
    'ssh a;b',
    'ssh @x',
    'ssh ~/x',
    'ssh a,b',
    "ssh 'a",
    "ssh 'it’s'",
    'ssh -a.b',
  ])('what it would act on is seen: %s', (line) => expect(() => readPowerShell(line)).toThrow())

  // PowerShell/PowerShell#1995: an inner quote is lost before 7.3.
  test('older versions lose inner quotes', () => {
    expect(splitCommandLine(toCommandLine(['a"b c"d'], '7.2'))).toEqual(['ab cd'])
    expect(splitCommandLine(toCommandLine(['C:\\a b\\', 'c'], '5.1'))).toEqual(['C:\\a b" c'])
    expect(splitCommandLine(toCommandLine(['C:\\a b\\', 'c'], '7.2'))).toEqual(['C:\\a b\\', 'c'])
  })
})
