/** What the person reads about bringing a backup back. */

import type { ConfirmPrompt } from '../contract/methods.ts'
import type { StoredBackup } from '../storage/index.ts'
import type { RestorePlan } from './plan.ts'

/** Null when only Keypilot's own work is undone: that needs no question. */
export function restorePrompt(title: string, plan: RestorePlan): ConfirmPrompt | null {
  if (plan.replaced.length === 0 && plan.staying.length === 0) return null
  const replaced = `These files are not as Keypilot left them and will be replaced: ${plan.replaced.join(', ')}. What they hold now goes to a new backup, from which it can be brought back.`
  const staying = `These files came with that change, were changed again since, and stay: ${plan.staying.join(', ')}.`
  return {
    title: `Bring back what was there before “${title}”?`,
    detail: [
      ...(plan.replaced.length === 0 ? [] : [replaced]),
      ...(plan.staying.length === 0 ? [] : [staying]),
    ].join(' '),
    action: 'Bring back',
  }
}

/** Deleting is the one thing without a way back, so it is always asked. */
export function deletePrompt({ title, entries }: StoredBackup): ConfirmPrompt {
  const kept = (entries ?? []).flatMap(({ what, path }) => (what === 'content' ? [path] : []))
  const copies = kept.length === 0 ? '' : ` The copies kept of ${kept.join(', ')} are deleted.`
  return {
    title: `Delete the backup of “${title}” for good?`,
    detail:
      `${copies} This change can then not be taken back any more, and nothing can bring the backup back. The files in their places stay as they are.`.trim(),
    action: 'Delete backup',
  }
}

/** `Took back “…”`; taking that back is `Did “…” again`. */
export function restoreTitle(title: string): string {
  const undone = /^Took back “([\s\S]*)”$/.exec(title)?.[1]
  if (undone !== undefined) return `Did “${undone}” again`
  const redone = /^Did “([\s\S]*)” again$/.exec(title)?.[1]
  return `Took back “${redone ?? title}”`
}
