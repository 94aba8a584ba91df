/** The same request in four forms: RunPod’s website, a shell, runpodctl, and bare JSON. */

import { type ReactNode, useState } from 'react'
import type { CreateHelp, CreateHelpParams } from '../../../contract.ts'
import { CodeCard } from '../../../ui/code-card.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import styles from './create.module.css'

type Form = 'console' | 'curl' | 'runpodctl' | 'json'

const FORMS: readonly { readonly value: Form; readonly label: string }[] = [
  { value: 'console', label: 'RunPod’s website' },
  { value: 'curl', label: 'curl' },
  { value: 'runpodctl', label: 'runpodctl' },
  { value: 'json', label: 'JSON' },
]

export function CreateForms(props: {
  readonly help: CreateHelp
  readonly what: CreateHelpParams['what']
}): ReactNode {
  const { help, what } = props
  const [form, setForm] = useState<Form>('console')
  return (
    <div className={styles.form}>
      <Segmented<Form> legend="Form" value={form} options={FORMS} onValue={setForm} />
      {form === 'console' && <Console help={help} what={what} />}
      {form === 'curl' && (
        <>
          <p className={styles.soft}>
            For bash or zsh. It reads your API key from the variable RUNPOD_API_KEY, so that the key
            is not in the command.
          </p>
          <CodeCard what="curl command" text={help.curl} />
        </>
      )}
      {form === 'runpodctl' && (
        <>
          <p className={styles.soft}>RunPod’s own program, with the API key it was set up with.</p>
          <CodeCard what="runpodctl command" text={help.runpodctl} />
        </>
      )}
      {form === 'json' && (
        <>
          <p className={styles.soft}>
            {`The body of POST https://api.runpod.io/v2/${what === 'pod' ? 'pods' : 'templates'}.`}
          </p>
          <CodeCard what="Request as JSON" text={help.json} />
        </>
      )}
    </div>
  )
}

/** What to tick and fill in there. */
function Console(props: {
  readonly help: CreateHelp
  readonly what: CreateHelpParams['what']
}): ReactNode {
  const { help, what } = props
  const { startCommand, environment } = help
  return (
    <>
      <ol className={styles.steps}>
        <li>
          {what === 'pod' ? 'When you deploy, leave' : 'When you deploy with the template, leave'}{' '}
          <strong>SSH Terminal Access</strong> ticked.
        </li>
        <li>
          Have <strong>22</strong> among the exposed <strong>TCP</strong> ports. Templates of RunPod
          have it.
        </li>
        {startCommand !== null && (
          <li>
            Put the text below into <strong>Container Start Command</strong>.
          </li>
        )}
        {environment.length > 0 && (
          <li>
            Add {environment.length === 1 ? 'this variable' : 'these variables'} under{' '}
            <strong>Environment Variables</strong>.
          </li>
        )}
      </ol>
      {startCommand !== null && <CodeCard what="Container start command" text={startCommand} />}
      {environment.map(({ name, value }) => (
        <CodeCard key={name} what={`Value of ${name}`} text={value} />
      ))}
    </>
  )
}
