/**
 * Kills a process in the middle of an operation, at every call of the file system or at random
 * times, and has the folder checked afterwards.
 *
 *     const program = await bundleProgram(new URL('./rename-entry.ts', import.meta.url))
 *     const report = await killEverywhere(program, {
 *       prepare: async () => ({ args: [sshDir, dataDir], … }),   // a fresh folder each time
 *       check: async (scene, kill) => { … expect(…) },           // old or new, whole
 *     })
 *     expect(report.killed).toBeGreaterThan(100)
 *     await program.remove()
 *
 * The entry is a TypeScript module that exports `run(...args: string[]): Promise<void>` and does
 * the operation once, with main/ as it is. Only calls made inside `run` count.
 */

export {
  type KillOptions,
  type KillPoint,
  type KillReport,
  killAtRandom,
  killEverywhere,
} from './kill.ts'
export { bundleModule, bundleProgram, type Module, type Program } from './program.ts'
