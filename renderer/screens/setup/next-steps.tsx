/** What people do next: copy files, use an editor, keep their work. */

import type { ReactNode } from 'react'
import type { Target } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { CodeCard } from '../../ui/code-card.tsx'
import { Card } from '../../ui/screen.tsx'
import type { Setup } from './use-setup.ts'

export function NextSteps(props: { readonly setup: Setup; readonly target: Target }): ReactNode {
  const { setup, target } = props
  return (
    <>
      <Card title="Keep your work">
        <p>
          Save it under <code>/workspace</code>. Everything outside is lost when the pod is stopped
          or changed.
        </p>
        <p>
          Typing <code>exit</code> only ends the connection: the pod runs on, and costs money, until
          you stop it on RunPod. A stopped pod comes back with a new port and a new host key, by
          which your computer recognises it. Then paste its new command in step 4 and test again.
        </p>
      </Card>
      {target.kind === 'runpod-proxy' ? (
        <Card title="Copy files and use VS Code">
          <p>
            The proxy gives a terminal only. For files and editors, use a pod with “SSH over exposed
            TCP” and paste that command in step 4.
          </p>
        </Card>
      ) : (
        <>
          <Card title="Copy a file to the pod">
            <CopyCommand setup={setup} target={target} />
          </Card>
          <Card title="Open the pod in VS Code">
            <p>
              Install the extension “Remote - SSH”, choose <strong>Connect to Host…</strong> and
              then <strong>Add New SSH Host…</strong>, and paste the SSH command from above. Open
              the folder <code>/workspace</code>.
            </p>
          </Card>
        </>
      )}
    </>
  )
}

function CopyCommand(props: { readonly setup: Setup; readonly target: Target }): ReactNode {
  const { setup, target } = props
  const rendered = useApiQuery('sshCommand.render', {
    target,
    shell: setup.shell,
    purpose: 'scp-upload',
    localPath: 'my-file.zip',
    remotePath: '/workspace/',
    ...(setup.key !== null && { keyId: setup.key.id }),
  })
  if (rendered.data === undefined) return null
  return (
    <>
      <p>
        Put your file’s name in place of <code>my-file.zip</code>, and run this on your computer,
        not on the pod.
      </p>
      <CodeCard what="Upload command" text={rendered.data.text} />
    </>
  )
}
