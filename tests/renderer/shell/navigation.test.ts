import { expect, test } from 'vitest'
import { hrefOf, SCREEN_IDS, screenOf } from '../../../renderer/shell/navigation.ts'

test('every screen has an address that leads back to it', () => {
  expect(SCREEN_IDS.map((id) => screenOf(hrefOf(id)))).toEqual(SCREEN_IDS)
})

test.each(['', '#', '#/', '#/nothing', '#c=code', '#/keys/../x', '#keys/'])(
  'the address %j leads to Setup',
  (hash) => expect(screenOf(hash)).toBe('setup'),
)
