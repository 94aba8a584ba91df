import { describe, expect, it } from 'vitest'
import { nearest } from '../../../app/cli/arguments.ts'
import { columns, painter, shortPath, tame, wrap } from '../../../app/cli/layout.ts'

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
    expect(tame('schön 🔑\nx')).toBe('schön 🔑\nx')
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
    expect(nearest('doctor', ['keys', 'new', 'test'])).toBeNull()
  })
})
