/**
 * Shell lines that look for what the community's password script leaves behind
 * (justinwlin/Runpod-SSH-Password, `passwordrunpod.sh`). The server judges the files itself, so the
 * password in them never travels.
 */

/** Files of that script for root, in this order. */
export const TRACE_PATHS: readonly string[] = [
  '/workspace/root_password.txt',
  '/workspace/connect_windows.bat',
  '/workspace/connect_linux.sh',
]

/** A whole file of that script is under 3,000 bytes. */
const MAX_BYTES = 16_384

/**
 * Prints `<mark> <index> <bytes>` for each path that is a regular file, no link, and reads like the
 * script's own.
 *
 * @param removes indexes of those to delete before it looks, each judged in the same breath
 */
export function traceScript(mark: string, removes: readonly number[] = []): string {
  return `LC_ALL=C
export LC_ALL
is_trace() {
  [ -f "$2" ] && [ ! -L "$2" ] || return 1
  bytes=$(wc -c <"$2") || return 1
  bytes=$((bytes))
  [ "$bytes" -gt 0 ] && [ "$bytes" -le ${MAX_BYTES} ] || return 1
  case $1 in
    0) [ "$bytes" -le 1024 ] && [ "$(wc -l <"$2")" -le 1 ] ;;
    1) grep -qi '^@echo off' "$2" && is_guide "$2" ;;
    2) head -n 1 "$2" | grep -q '^#!/bin/' && is_guide "$2" ;;
  esac
}
is_guide() {
  grep -qi 'password' "$1" && grep -Eq 'ssh [^ ]+@[^ ]+ -p [0-9]+' "$1"
}
${removes.map((index) => removal(index)).join('\n')}
${TRACE_PATHS.map((path, index) => `if is_trace ${index} ${path}; then echo '${mark}' ${index} "$bytes"; fi`).join('\n')}
echo '${mark}' end
`
}

function removal(index: number): string {
  const path = TRACE_PATHS[index] ?? ''
  return `if is_trace ${index} ${path}; then rm -f -- ${path}; fi`
}
