/** The plain text of the services as paragraphs and lists. */

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }

const NUMBERED = /^\d+\. /

/** Each line is a paragraph; lines that start with a number and a dot are a list together. */
export function splitProse(text: string): readonly Block[] {
  const blocks: Block[] = []
  let list: string[] | null = null
  for (const line of text.split('\n')) {
    if (!NUMBERED.test(line)) {
      blocks.push({ kind: 'paragraph', text: line })
      list = null
    } else if (list === null) {
      list = [line.replace(NUMBERED, '')]
      blocks.push({ kind: 'list', items: list })
    } else {
      list.push(line.replace(NUMBERED, ''))
    }
  }
  return blocks
}
