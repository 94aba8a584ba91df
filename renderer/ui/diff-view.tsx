/** A file's lines before and after a change: what goes and what comes, by sign, word and colour. */

import type { ReactNode } from 'react'
import type { ConfigPlan, DiffLine } from '../contract.ts'
import { cx } from './cx.ts'
import styles from './diff-view.module.css'

const MARKS: Readonly<Record<DiffLine['kind'], { readonly sign: string; readonly word: string }>> =
  {
    same: { sign: '', word: '' },
    removed: { sign: '−', word: 'goes' },
    added: { sign: '+', word: 'new' },
  }

export function DiffView(props: ConfigPlan['files'][number]): ReactNode {
  const { path, diff } = props
  return (
    <figure className={styles.file}>
      <figcaption className={styles.caption}>
        <code className={styles.path}>{path}</code>
        <span>{describeFile(props)}</span>
      </figcaption>
      <table className={styles.lines}>
        <thead className={styles.head}>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {diff.map((line, index) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a plan never move
              key={index}
              line={line}
              gap={index > 0 && isGap(diff[index - 1], line)}
            />
          ))}
        </tbody>
      </table>
    </figure>
  )
}

function Line(props: { readonly line: DiffLine; readonly gap: boolean }): ReactNode {
  const { line, gap } = props
  const { sign, word } = MARKS[line.kind]
  return (
    <tr className={cx(styles[line.kind], gap && styles.gap)}>
      <td className={styles.number}>{line.after ?? line.before}</td>
      <td className={styles.mark}>
        {word !== '' && (
          <>
            <span aria-hidden>{sign}</span> {word}
          </>
        )}
      </td>
      <td className={styles.text}>
        <code>{line.text}</code>
      </td>
    </tr>
  )
}

/** Lines between the two are left out, because nothing changes there. */
function isGap(before: DiffLine | undefined, line: DiffLine): boolean {
  if (before === undefined) return false
  const step = (one: number | null, next: number | null) =>
    one !== null && next !== null && next > one + 1
  return step(before.after, line.after) || step(before.before, line.before)
}

/** "New file, 8 lines", "2 new lines, 1 goes". */
export function describeFile({ created, removed, diff }: ConfigPlan['files'][number]): string {
  const count = (kind: DiffLine['kind']) => diff.filter((line) => line.kind === kind).length
  const added = count('added')
  const gone = count('removed')
  if (created) return `New file, ${added} ${added === 1 ? 'line' : 'lines'}`
  if (removed) return 'The file goes, because nothing is left in it'
  const parts = [
    added > 0 && `${added} new ${added === 1 ? 'line' : 'lines'}`,
    gone > 0 && `${gone} ${gone === 1 ? 'line goes' : 'lines go'}`,
  ]
  return parts.filter(Boolean).join(', ')
}
