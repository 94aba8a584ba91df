/** Repairs of one line: taken out of use, or written as ssh reads it. */

import { type ConfigDocument, encodeBytes, readableValue } from '../../document.ts'
import { blockAt } from '../../edit/blocks.ts'
import { commentOutBlock, commentOutLine } from '../../edit/host-blocks.ts'
import { replaceLines } from '../../edit/replace-lines.ts'
import { withForwardSlashes } from '../../edit/windows-path.ts'
import { matchesHostLine } from '../../host-patterns.ts'
import { type Fixed, type FixInput, movedOn } from './fixed.ts'

/** A Host or Match line takes its block with it: the settings would else join the block above. */
export function commentFix({ finding, file: { document, path } }: FixInput): Fixed {
  const index = (finding.line ?? 0) - 1
  const line = document.lines[index]
  if (line === undefined || line.directive === null) throw movedOn(finding)
  const { keyword } = line.directive
  const block = keyword === 'host' || keyword === 'match' ? blockAt(document, index) : null
  const what = block === null ? `line ${finding.line}` : `the block at line ${finding.line}`
  const where = `${what} of ${path} out of use`
  return {
    document: block === null ? commentOutLine(document, index) : commentOutBlock(document, block),
    words: { title: `Take ${where}`, done: `Took ${where}`, action: 'Take out of use' },
    mayChange: reachOf(document, index),
  }
}

export function slashFix({ finding, file: { document, path } }: FixInput): Fixed {
  const index = (finding.line ?? 0) - 1
  const line = document.lines[index]
  const text = line === undefined ? null : withForwardSlashes(line)
  if (line === undefined || text === null) throw movedOn(finding)
  const where = `the path with forward slashes: ${readableValue(text).trim()}`
  return {
    document: replaceLines(document, index, 1, [text]),
    words: {
      title: `Write ${where}`,
      done: `Wrote ${where} (${path}, line ${finding.line})`,
      action: 'Change path',
    },
    mayChange: reachOf(document, index),
  }
}

/** The hosts for which a line can hold, as far as its block tells. */
function reachOf(document: ConfigDocument, index: number): (name: string) => boolean {
  const block = blockAt(document, index)
  const isInclude = document.lines[index]?.directive?.keyword === 'include'
  if (block === null || block.keyword === 'match' || isInclude) return () => true
  return (name) => matchesHostLine(block.words, encodeBytes(name))
}
