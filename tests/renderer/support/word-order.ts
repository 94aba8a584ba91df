/** Where the words of the interface stand on the screen, beside names of other writing directions. */

import type { Page } from 'playwright'

/**
 * Words of our own that do not read from left to right, or stand before a word that they follow in the
 * text: by the boxes in which Chromium draws them. The words of `name` itself may stand as they like.
 */
export async function misplacedWords(page: Page, name: string): Promise<readonly string[]> {
  return await page.evaluate((foreign) => {
    interface Word {
      readonly text: string
      readonly block: Element
      readonly left: number
      readonly middle: number
      readonly reversed: boolean
    }
    const boxOf = (node: Text, from: number, to: number) => {
      const range = document.createRange()
      range.setStart(node, from)
      range.setEnd(node, to)
      return range.getBoundingClientRect()
    }
    const blockOf = (node: Node): Element => {
      let element = node.parentElement as Element
      while (getComputedStyle(element).display.startsWith('inline')) {
        element = element.parentElement as Element
      }
      return element
    }
    const wordsOf = (node: Text): Word[] => {
      // As long as it was, so that places in it stay right.
      const own = node.data.replaceAll(foreign, ' '.repeat(foreign.length))
      return [...own.matchAll(/[A-Za-z0-9]{2,}/g)].flatMap(({ 0: text, index }) => {
        const first = boxOf(node, index, index + 1)
        const last = boxOf(node, index + text.length - 1, index + text.length)
        if (first.width === 0 || Math.abs(first.top - last.top) > 1) return []
        const { left, top, height } = first
        const reversed = last.left <= left
        return [{ text, block: blockOf(node), left, middle: top + height / 2, reversed }]
      })
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const words: Word[] = []
    while (walker.nextNode()) words.push(...wordsOf(walker.currentNode as Text))
    return words.flatMap((word, index) => {
      const before = words[index - 1]
      const sameLine = before?.block === word.block && Math.abs(before.middle - word.middle) < 4
      const swapped = sameLine && before !== undefined && before.left >= word.left
      return word.reversed || swapped ? [`${word.text}: ${word.block.textContent}`] : []
    })
  }, name)
}
