/** What to look at inside a serverless worker. Data, so that a new line is one entry. */

import type { FirstMinute } from '../../connections/first-minutes.ts'

export const WORKER_MINUTES: readonly FirstMinute[] = [
  {
    id: 'processes',
    title: 'What runs here?',
    command: 'ps aux --sort=-%mem | head -20',
    why: 'Your handler is usually a python process. If it is missing, the worker ended it or has not started it yet. “command not found”: use “top”, or the line for the environment, which needs no program.',
  },
  {
    id: 'environment',
    title: 'Which environment does the handler have?',
    command: "cat /proc/1/environ | tr '\\0' '\\n'",
    why: 'What the worker was started with, secrets included: endpoint id, pod id and your own variables. The shell you are in does not have all of them.',
  },
  {
    id: 'files',
    title: 'Is my code there, and the volume?',
    command: 'ls -la / /runpod-volume 2>/dev/null; df -h',
    why: 'A network volume is at /runpod-volume on serverless, not at /workspace. What is written elsewhere is gone when the worker stops.',
  },
  {
    id: 'logs',
    title: 'What did it say?',
    command: 'tail -f /proc/1/fd/1',
    why: 'Follows the output of the main process where the image lets you; Ctrl+C ends it. If nothing comes, RunPod’s website shows the same under Logs of the worker.',
  },
  {
    id: 'gpu',
    title: 'Is the GPU there, and is it full?',
    command: 'nvidia-smi',
    why: 'Memory that is in use between requests is the model that your handler keeps loaded, which is what you want.',
  },
]
