/** Time that passes on the fake host. */

/** Passes at once when the call was stopped. */
export async function moment(ms: number, stopped: () => boolean): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() < until && !stopped()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20)))
  }
}
