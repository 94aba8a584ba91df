/** Files that are dropped anywhere on the window while the calling component is shown. */

import { useEffect, useEffectEvent, useState } from 'react'

/**
 * @param onFiles is given the dropped files; it is not called while `enabled` is false
 * @returns true while files are held above the window
 */
export function useFileDrop(onFiles: (files: readonly File[]) => void, enabled = true): boolean {
  const [above, setAbove] = useState(false)
  const give = useEffectEvent(onFiles)
  useEffect(() => {
    if (!enabled) return
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setAbove(true)
    }
    const leave = (event: DragEvent) => {
      // Null when the pointer leaves the window, not only an element.
      if (event.relatedTarget === null) setAbove(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setAbove(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) give(files)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      setAbove(false)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [enabled])
  return above
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
