/** State that outlives its component while the window stays open, e.g. how a list is sorted. */

import { useState } from 'react'

const remembered = new Map<string, unknown>()

/** @param name of the state; every name belongs to one place and one type. Never for secrets. */
export function useRemembered<T>(
  name: string,
  initial: T,
): readonly [value: T, set: (value: T) => void] {
  const [value, setValue] = useState<T>(() =>
    remembered.has(name) ? (remembered.get(name) as T) : initial,
  )
  const set = (next: T) => {
    remembered.set(name, next)
    setValue(next)
  }
  return [value, set]
}
