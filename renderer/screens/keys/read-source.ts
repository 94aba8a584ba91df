/** What was dropped, chosen or pasted, as something the host can look at. */

import type { ImportSource } from '../../contract.ts'

export type Source =
  | { readonly ok: true; readonly source: ImportSource; readonly label: string }
  | { readonly ok: false; readonly message: string }

/** Key files have some kilobytes; the host refuses longer texts too. */
const MAX_BYTES = 100_000

/** Of several files, e.g. both halves of a pair, the one to look at: a private key before a `.pub`. */
export function pickFile(files: readonly File[]): File | null {
  return files.find(({ name }) => !/\.pub$/i.test(name)) ?? files[0] ?? null
}

/**
 * @param pathOf the file's path, where the host knows it: then its bytes are not read here
 */
export async function readSource(
  file: File,
  pathOf: (file: File) => string | null,
): Promise<Source> {
  const path = pathOf(file)
  if (path !== null) return { ok: true, source: { path }, label: file.name }
  if (file.size > MAX_BYTES) {
    return refuse(
      `“${file.name}” is too large for a key file. Key files have a few kilobytes; choose the key itself.`,
    )
  }
  try {
    return textSource(decode(new Uint8Array(await file.arrayBuffer())), `“${file.name}”`, file.name)
  } catch {
    return refuse(
      `“${file.name}” could not be read. If it is a folder, open it and drop the key file itself.`,
    )
  }
}

export function pastedSource(text: string): Source {
  if (text.length > MAX_BYTES) {
    return refuse('That is too long for a key. Paste the text of one key file only.')
  }
  return textSource(text, 'The box', 'the pasted text')
}

function textSource(text: string, what: string, label: string): Source {
  if (text.trim() === '') return refuse(`${what} is empty.`)
  return { ok: true, source: { text }, label }
}

function refuse(message: string): Source {
  return { ok: false, message }
}

/** UTF-16 where the byte order mark says so; else UTF-8, its mark kept so that it can be reported. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
