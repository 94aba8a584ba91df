/** Takes back what was just done, from the backup that was made of it. */

import { useCallback } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../bridge/index.ts'
import { useRefreshKeys } from '../hooks/use-key-changes.ts'
import { useToast } from '../ui/toast.tsx'

/** The function that tells of something done, with Undo where a backup of it exists. */
export function useDoneToast(): (title: string, detail: string, backup: string | null) => void {
  const toast = useToast()
  const restore = useRestore()
  return (title, detail, backup) =>
    toast(
      title,
      detail,
      backup === null ? undefined : { label: 'Undo', onAction: () => void restore(backup) },
    )
}

/** Puts a backup back; resolves with true when everything is as it was before. */
export function useRestore(): (backup: string) => Promise<boolean> {
  const bridge = useBridge()
  const toast = useToast()
  const refresh = useRefreshKeys()
  return async (id) => {
    try {
      const { restored } = unwrap(await bridge.call('backups.restore', { id }))
      toast('Undone', describeRestored(restored.length))
      return true
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : null
      if (code !== 'declined') {
        const still = code === 'not-found' ? '' : ' The backup is still there.'
        toast('This could not be undone', `${messageOf(error)}${still}`)
      }
      return false
    } finally {
      await refresh()
    }
  }
}

/**
 * For methods that do not name their backup: what they kept is the newest one that was not there
 * before.
 */
export function useNewBackup(): <T>(
  change: () => Promise<T | null>,
) => Promise<{ readonly value: T | null; readonly backup: string | null }> {
  const bridge = useBridge()
  return useCallback(
    async (change) => {
      const newest = async () => {
        const backups = await bridge.call('backups.list', {})
        return backups.ok ? (backups.value[0]?.id ?? null) : null
      }
      const before = await newest()
      const value = await change()
      const after = value === null ? before : await newest()
      return { value, backup: after === before ? null : after }
    },
    [bridge],
  )
}

function describeRestored(count: number): string {
  if (count === 0) return 'Everything was like that already.'
  return count === 1 ? '1 file is as it was before.' : `${count} files are as they were before.`
}
