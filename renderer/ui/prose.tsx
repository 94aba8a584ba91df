/** An explanation of the services, with its numbered lines as a real list. */

import type { ReactNode } from 'react'
import { isolated } from './isolated.ts'
import styles from './prose.module.css'
import { splitProse } from './split-prose.ts'

export function Prose(props: { readonly text: string }): ReactNode {
  return splitProse(isolated(props.text)).map((block) =>
    block.kind === 'paragraph' ? (
      <p key={block.text}>{block.text}</p>
    ) : (
      <ol key={block.items.join()} className={styles.list}>
        {block.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ol>
    ),
  )
}
