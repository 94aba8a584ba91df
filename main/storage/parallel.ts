/** Many small pieces of work, a few at a time. */

/** The results, in the order of the items. */
export async function inParallel<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: Value[] = []
  const entries = items.entries()
  // One iterator for all: each worker takes what is next.
  const worker = async () => {
    for (const [index, item] of entries) values[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return values
}
