/** What to run first on a pod: each a line to copy, with why. Data, so that a new one is one entry. */

export interface FirstMinute {
  readonly id: string
  readonly title: string
  /** One line for bash on the pod. */
  readonly command: string
  /** What it shows, and what to make of it. */
  readonly why: string
}

export const FIRST_MINUTES: readonly FirstMinute[] = [
  {
    id: 'gpu',
    title: 'Is the GPU there?',
    command: 'nvidia-smi',
    why: 'Shows the card, its memory and what runs on it. “command not found” or no device: the pod has no GPU attached, and a new pod is quicker than a repair.',
  },
  {
    id: 'disk',
    title: 'How much disk is left?',
    command: 'df -h / /workspace',
    why: 'The first line is the container’s own disk, the second the volume. Downloads and pip fail in strange ways when the first is full.',
  },
  {
    id: 'survives',
    title: 'Work where it survives',
    command: 'cd /workspace',
    why: 'Only /workspace is kept when the pod stops. Everything elsewhere, installed packages too, is gone when the pod is stopped or edited.',
  },
  {
    id: 'memory',
    title: 'How much memory may I use?',
    command:
      'free -h; cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null',
    why: '“free” shows the memory of the whole machine. The number below it, in bytes, is your pod’s own limit: a program that goes over it is ended with “Killed”. The word “max” means no limit of its own.',
  },
  {
    id: 'environment',
    title: 'Where are my environment variables?',
    command: "cat /proc/1/environ | tr '\\0' '\\n'",
    why: 'Shows what the pod was started with, secrets included. A login shell gets most of it; a command run as “ssh pod command” does not, because RunPod’s variables are read by interactive shells only. PUBLIC_KEY is left out of both, so an empty “echo $PUBLIC_KEY” does not mean that it was not set.',
  },
  {
    id: 'logs',
    title: 'What happened before I came?',
    command: 'ls -lt /var/log /*.log 2>/dev/null | head -20',
    why: 'The newest log files. What the pod’s start script printed, the fingerprints of its host keys among it, is on RunPod’s website under Logs.',
  },
  {
    id: 'tmux',
    title: 'Keep it running when the connection breaks',
    command: 'tmux new -A -s work',
    why: 'Starts a session that goes on without you: Ctrl+B, then D leaves it, and the same line brings you back. If it says “command not found”, run “apt update && apt install -y tmux” first.',
  },
]
