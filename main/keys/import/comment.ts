/** Comments of imported keys, such that a `.pub` line can hold them. */

import { AppError } from '../../contract/errors.ts'

const NOT_ON_A_LINE = /[\p{Cc}\u2028\u2029]+/gu

/** The source's comment, as far as one line can hold it. */
export function tidyComment(comment: string): string {
  return comment.replaceAll(NOT_ON_A_LINE, ' ').trim()
}

/**
 * A comment that the person chose; it may be empty, as in the files of other programs.
 *
 * @throws {AppError} `invalid-value`
 */
export function checkedImportComment(comment: string): string {
  const trimmed = comment.trim()
  if (tidyComment(trimmed) === trimmed) return trimmed
  throw new AppError(
    'invalid-value',
    'The comment must stay on one line and may not contain control characters.',
  )
}
