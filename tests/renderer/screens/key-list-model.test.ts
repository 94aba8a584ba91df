import { describe, expect, test } from 'vitest'
import {
  countFilters,
  countLine,
  type ListView,
  START_VIEW,
  showKeys,
  typesOf,
} from '../../../renderer/screens/keys/key-list-model.ts'
import { ED25519, OPEN_PERMISSIONS, RSA } from '../support/fake-data.ts'
import { FAULTY_KEYS, IN_AGENT_ONLY, manyKeys, USED } from '../support/many-keys.ts'

const KEYS = [RSA, OPEN_PERMISSIONS, USED, IN_AGENT_ONLY]
const names = (view: Partial<ListView>, keys = KEYS) =>
  showKeys(keys, { ...START_VIEW, ...view }).map(({ name }) => name)

describe('the search', () => {
  test.each([
    ['work-2023', ['work-2023']],
    ['ADA@LAPTOP', ['id_ed25519']],
    ['rsa 2048', ['RunPod-Key-Go']],
    ['2048 rsa', ['RunPod-Key-Go']],
    [ED25519.fingerprint?.sha256 ?? '', ['id_ed25519']],
    ['9b:31:6d', ['RunPod-Key-Go']],
    ['.ssh/work', ['work-2023']],
    ['gpu-2', ['id_ed25519']],
    ['gpu-lab', ['id_ed25519']],
    ['203.0.113', ['id_ed25519']],
    ['  ', ['id_ed25519', 'RunPod-Key-Go', 'ada@work-laptop', 'work-2023']],
    ['id_ed25519 gpu nothing', []],
  ])('%j finds %j', (search, found) => {
    expect(names({ search })).toEqual(found)
  })

  test('finds letters however they are composed', () => {
    const key = { ...ED25519, comment: 'Zoë’s laptop' }
    expect(names({ search: 'zoe\u0308' }, [key])).toEqual(['id_ed25519'])
  })
})

describe('the filters', () => {
  test.each([
    [{ type: 'rsa' }, ['RunPod-Key-Go']],
    [{ state: 'problems' }, ['work-2023']],
    [{ state: 'usable' }, ['id_ed25519', 'RunPod-Key-Go', 'ada@work-laptop']],
    [{ use: 'used' }, ['id_ed25519', 'ada@work-laptop']],
    [{ use: 'unused' }, ['RunPod-Key-Go', 'work-2023']],
    [{ use: 'agent' }, ['ada@work-laptop']],
    [{ use: 'used', type: 'rsa' }, []],
  ] as const)('%j leaves %j', (view, left) => {
    expect(names(view)).toEqual(left)
  })

  test('a remark is no problem', () => {
    const usable = names({ state: 'usable' }, [...FAULTY_KEYS])
    expect(usable).toEqual(['id with spaces', 'server-key'])
  })

  test('only the types that are there can be chosen', () => {
    expect(typesOf(KEYS).map(({ label }) => label)).toEqual(['Ed25519', 'RSA'])
  })
})

describe('the order', () => {
  const dated = [
    { ...ED25519, name: 'key10', createdAt: '2026-01-01T00:00:00.000Z' },
    { ...RSA, name: 'key9', createdAt: null, modifiedAt: '2026-03-01T00:00:00.000Z' },
    { ...ED25519, name: 'Alpha', createdAt: null, modifiedAt: null },
  ]

  test.each([
    ['name', ['Alpha', 'key9', 'key10']],
    ['newest', ['key9', 'key10', 'Alpha']],
    ['type', ['Alpha', 'key10', 'key9']],
    ['usable', ['Alpha', 'key9', 'key10']],
  ] as const)('by %s', (sort, order) => {
    expect(names({ sort }, dated)).toEqual(order)
  })

  test('usable ones first, then warnings, then public halves, then what is broken', () => {
    const [broken, warned, publicOnly] = ['half-copied', 'old-rsa', 'server-key'].map((name) =>
      FAULTY_KEYS.find((key) => key.name === name),
    )
    if (!broken || !warned || !publicOnly) throw new Error('a faulty key is missing')
    expect(names({}, [broken, publicOnly, warned, ED25519])).toEqual([
      'id_ed25519',
      'old-rsa',
      'server-key',
      'half-copied',
    ])
  })

  test('300 keys keep all their rows', () => {
    expect(new Set(names({}, [...manyKeys(300)])).size).toBe(300)
  })
})

test('the count says how many are hidden', () => {
  expect(countLine(12, 300)).toBe('12 of 300 keys')
  expect(countLine(300, 300)).toBe('300 keys')
  expect(countLine(1, 1)).toBe('1 key')
  expect(countFilters({ ...START_VIEW, search: 'x', sort: 'name' })).toBe(0)
  expect(countFilters({ ...START_VIEW, type: 'rsa', use: 'agent' })).toBe(2)
})
