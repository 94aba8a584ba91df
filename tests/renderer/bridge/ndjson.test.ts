import { expect, test } from 'vitest'
import { readJsonLines } from '../../../renderer/bridge/ndjson.ts'

function streamOf(...chunks: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
      controller.close()
    },
  })
}

async function read(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of readJsonLines(stream)) values.push(value)
  return values
}

test('joins lines that arrive in pieces and drops an unfinished last one', async () => {
  const values = await read(streamOf('{"a":', '1}\n{"b":2}\n{"c"', ':3}\n{"d":'))
  expect(values).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }])
})

test('passes over lines that are no JSON', async () => {
  expect(await read(streamOf('hello\n\n{"a":1}\n'))).toEqual([{ a: 1 }])
})

test('keeps characters whole that are split between chunks', async () => {
  const bytes = new TextEncoder().encode('{"a":"é€"}\n')
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect(await read(stream)).toEqual([{ a: 'é€' }])
})

test('refuses a line without an end', async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(300_000).fill(97)),
  })
  await expect(read(endless)).rejects.toThrow('too long')
})
