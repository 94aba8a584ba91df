import { expect, test } from 'vitest'
import { hrefOf, placeOf, SCREEN_IDS, screenOf } from '../../../renderer/shell/navigation.ts'

test('every screen has an address that leads back to it', () => {
  expect(SCREEN_IDS.map((id) => screenOf(hrefOf(id)))).toEqual(SCREEN_IDS)
})

test.each(['', '#', '#/', '#/nothing', '#c=code', '#/keys/../x', '#keys/'])(
  'the address %j leads to Setup',
  (hash) => expect(screenOf(hash)).toBe('setup'),
)

test.each(['/home/ada/.ssh/id 1', 'SHA256:a/b+c=', 'C:\\Users\\ada\\.ssh\\id', '100 %', 'agent'])(
  'the item %j has an address that leads back to it',
  (item) => expect(placeOf(hrefOf('keys', item))).toEqual({ screen: 'keys', item }),
)

test('an address that cannot be decoded leads to Setup', () => {
  expect(placeOf('#/keys/%E0%A4%A')).toEqual({ screen: 'setup', item: null })
})
