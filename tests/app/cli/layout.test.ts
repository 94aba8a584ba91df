import { describe, expect, it } from 'vitest'
import { nearest } from '../../../app/cli/arguments.ts'
import { columns, jsonLine, painter, shortPath, tame, wrap } from '../../../app/cli/layout.ts'

describe('wrap', () => {
  it('breaks at spaces and keeps line breaks', () => {
    expect(wrap('one two three four five\nsix', 20, '  ')).toBe(
      '  one two three four\n  five\n  six',
    )
  })

  it('leaves a long word whole, so that it can be copied', () => {
    const key = 'A'.repeat(60)
    expect(wrap(`see ${key} there`, 30)).toBe(`see\n${key}\nthere`)
  })
})

describe('tame', () => {
  it('takes the power of what others wrote', () => {
    expect(tame('a\u001b[2Jb\u009b31mc\u0007\r\u202e')).toBe('a�[2Jb�31mc���')
    expect(tame('schön 🔑')).toBe('schön 🔑')
  })

  it('keeps it on its line, and in its direction', () => {
    expect(tame('a\nb\u2028c\u2066d\u061ce')).toBe('a�b�c�d�e')
    expect(wrap('a\u001b[2J\nb\u2066', 40)).toBe('a�[2J\nb�')
  })
})

describe('a line of JSON', () => {
  it('has no control character, and the same value', () => {
    const value = { banner: '\u001b[2J\u009b31m\u007f\u202e\u2028 ü 🔑' }
    const line = jsonLine(value)
    expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u202e]+$/)
    expect(line).toContain('ü 🔑')
    expect(JSON.parse(line)).toEqual(value)
  })
})

describe('columns', () => {
  it('aligns all but the last', () => {
    expect(
      columns([
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b'])
  })
})

describe('painter', () => {
  it('leaves text alone where colours are not wanted', () => {
    expect(painter(false)('red', 'x')).toBe('x')
    expect(painter(true)('red', 'x')).toBe('\u001b[31mx\u001b[39m')
  })
})

describe('shortPath', () => {
  it('shortens paths below the home folder only', () => {
    expect(shortPath('/home/me/.ssh/k', '/home/me')).toBe('~/.ssh/k')
    expect(shortPath('C:\\Users\\me\\.ssh', 'C:\\Users\\me')).toBe('~\\.ssh')
    expect(shortPath('/home/mel/.ssh/k', '/home/me')).toBe('/home/mel/.ssh/k')
  })
})

describe('nearest', () => {
  it('finds slips of the finger, and nothing far off', () => {
    expect(nearest('kyes', ['keys', 'new'])).toBe('keys')
    expect(nearest('jsn', ['json', 'yes'])).toBe('json')
    expect(nearest('passphrase', ['no-passphrase', 'passphrase-stdin'])).toBe('passphrase-stdin')
    expect(nearest('doctor', ['keys', 'new', 'test'])).toBeNull()
  })
})
