/** The time, kept fresh enough for "5 minutes ago". */

import { useEffect, useState } from 'react'

const REFRESH_MS = 30_000

/** @returns Unix time in milliseconds */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
