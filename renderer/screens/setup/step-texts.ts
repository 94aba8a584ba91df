/** Title and reason of each step, shared by Setup and Health. */

import type { StepId } from './setup-model.ts'

export const STEP_TEXTS: Readonly<
  Record<StepId, { readonly title: string; readonly why: string }>
> = {
  key: {
    title: 'Your key',
    why: 'RunPod has no passwords: your computer proves who you are with a key pair, whose private half never leaves it.',
  },
  publish: {
    title: 'Your public key on RunPod',
    why: 'A new pod lets in exactly the public keys that your RunPod account lists when the pod is created.',
  },
  pod: {
    title: 'A running pod',
    why: 'The pod must be running, and the way it was created decides what SSH can do there.',
  },
  command: {
    title: 'The command',
    why: 'RunPod shows a command with the pod’s address; Keypilot fits it to your key and your terminal.',
  },
  test: {
    title: 'Test the connection',
    why: 'Keypilot connects once, step by step, and names the first thing that is in the way.',
  },
}
