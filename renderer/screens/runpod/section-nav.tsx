/** The parts of the screen, as links, so that Back and Forward go between them. */

import type { ReactNode } from 'react'
import { hrefOfSection, SECTIONS, type SectionId } from './places.ts'
import styles from './section-nav.module.css'

export function SectionNav(props: { readonly current: SectionId }): ReactNode {
  return (
    <nav aria-label="Parts of RunPod">
      <ul className={styles.list}>
        {SECTIONS.map(({ id, title }) => (
          <li key={id}>
            <a
              href={hrefOfSection(id)}
              className={styles.link}
              aria-current={id === props.current ? 'page' : undefined}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
