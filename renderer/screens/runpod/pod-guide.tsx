/** What a pod needs so that SSH works, for the three ways to have one. */

import { type ReactNode, useState } from 'react'
import { LinkButton } from '../../ui/link-button.tsx'
import { Row } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './pod-guide.module.css'
import { StartCommand } from './start-command.tsx'

type Way = 'official' | 'custom' | 'serverless'

const WAYS: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'official', label: 'Official template' },
  { value: 'custom', label: 'Custom template' },
  { value: 'serverless', label: 'Serverless worker' },
]

export function PodGuide(): ReactNode {
  const [way, setWay] = useState<Way>('official')
  return (
    <div className={styles.guide}>
      <Segmented legend="How the pod was made" value={way} options={WAYS} onValue={setWay} />
      {way === 'official' && <Official />}
      {way === 'custom' && <Custom />}
      {way === 'serverless' && <Serverless />}
    </div>
  )
}

function Official(): ReactNode {
  return (
    <>
      <p>
        Templates made by RunPod, such as “RunPod PyTorch”, start an SSH server by themselves. When
        you deploy, leave <strong>SSH Terminal Access</strong> ticked.
      </p>
      <p>
        If the pod was already running when you put your key on RunPod, it does not know the key
        yet, and a restart is not enough. Deploy a new pod, or go on: if the test in Setup finds the
        key missing on the pod, it shows a line that adds it.
      </p>
      <Row>
        <LinkButton link="runpod-pods">Open your pods</LinkButton>
      </Row>
    </>
  )
}

function Custom(): ReactNode {
  return (
    <>
      <p>
        Other images often have no SSH server. The proxy gives a terminal anyway; for everything
        else, add <strong>22</strong>, the port where SSH listens, to the template’s exposed TCP
        ports, and put the text below in its <strong>Container Start Command</strong>. It needs an
        image based on Debian or Ubuntu that runs as root.
      </p>
      <StartCommand />
      <p>
        Saving a changed template or port restarts the pod, and everything outside{' '}
        <code>/workspace</code> is lost. Save your work first.
      </p>
      <Row>
        <LinkButton link="runpod-ssh-docs">RunPod’s guide to SSH</LinkButton>
      </Row>
    </>
  )
}

function Serverless(): ReactNode {
  return (
    <>
      <ol className={styles.list}>
        <li>
          In your endpoint’s settings, set <strong>Active workers</strong> to 1 or more: a worker
          that sleeps cannot be reached.
        </li>
        <li>
          Under <strong>Workers</strong>, choose one that is <strong>Running</strong>.
        </li>
        <li>
          Open its <strong>Connect</strong> tab and copy the SSH command. It goes through the proxy,
          so it gives a terminal and no file copying.
        </li>
      </ol>
      <p>Active workers cost money while they wait. Set the number back when you are done.</p>
      <Row>
        <LinkButton link="runpod-serverless">Open your endpoints</LinkButton>
      </Row>
    </>
  )
}
