/** Remarks about a Windows computer as a whole. */

import type { Problem, SystemInfo } from '../../contract/methods.ts'

/** Whose ssh runs first matters, since they judge permissions differently. */
export function platformNotes(sshClient: SystemInfo['sshClient']): readonly Problem[] {
  if (sshClient === null || sshClient.flavour === 'windows') return []
  return [
    {
      code: 'other-ssh',
      severity: 'info',
      title: 'A different ssh from Windows’ own runs first here',
      detail: `Commands run ${sshClient.path}, as Git Bash does. It does not judge access lists as Windows’ own ssh does: that a key works there proves nothing about VS Code and other programs that use Windows’ ssh, and the other way round. These findings are about Windows’ own.`,
    },
  ]
}
