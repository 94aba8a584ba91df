/** Some short texts on one line, each by itself: the comment of a key can be in any writing direction. */

import { Fragment, type ReactNode } from 'react'

/**
 * With a middle dot between them; what is empty is left out. Each is isolated, so that letters of
 * another direction, or invisible signs that change it, do not move what stands beside them.
 */
export function Joined(props: {
  readonly parts: readonly (string | null | undefined | false)[]
}): ReactNode {
  const parts = props.parts.filter((part) => typeof part === 'string' && part !== '')
  return parts.map((part, index) => (
    <Fragment key={parts.slice(0, index + 1).join('\0')}>
      {index > 0 && ' · '}
      <bdi>{part}</bdi>
    </Fragment>
  ))
}
