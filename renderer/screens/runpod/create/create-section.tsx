/** What to send, paste or run so that a new pod or template has SSH. Works without an API key. */

import { type ReactNode, useState } from 'react'
import type { CreateHelpParams } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { CheckField, TextField } from '../../../ui/field.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Loading } from '../../../ui/query-state.tsx'
import { Card } from '../../../ui/screen.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { usableKeys } from '../../setup/setup-model.ts'
import { CheckVariables } from './check-variables.tsx'
import styles from './create.module.css'
import { CreateForms } from './create-forms.tsx'
import { KeysOfPod } from './keys-of-pod.tsx'

type What = CreateHelpParams['what']

interface Wish {
  readonly what: What
  readonly name: string
  readonly image: string
  readonly gpu: string
  readonly customImage: boolean
  readonly startCommand: string
  readonly keyIds: readonly string[]
}

const START: Wish = {
  what: 'pod',
  name: '',
  image: '',
  gpu: '',
  customImage: false,
  startCommand: '',
  keyIds: [],
}

export function CreateSection(): ReactNode {
  const [wish, setWish] = useState(START)
  const help = useLiveCall('runpod.createHelp', paramsOf(wish))
  return (
    <>
      <Card title="Make a pod or template that has SSH">
        <p>
          Nothing is sent from here: Keypilot writes the request, and you send it, run it, or fill
          in RunPod’s form with it. All fields may stay empty.
        </p>
        <WishForm wish={wish} onWish={setWish} />
      </Card>
      <Card title={wish.what === 'pod' ? 'How to make the pod' : 'How to make the template'}>
        {help.failure !== null && <p role="alert">{help.failure}</p>}
        {help.value === null && help.failure === null && <Loading />}
        {help.value && (
          <>
            <ProblemList problems={help.value.problems} />
            <CreateForms help={help.value} what={wish.what} />
          </>
        )}
      </Card>
      <CheckVariables />
    </>
  )
}

/** Empty fields are left out. */
export function paramsOf(wish: Wish): CreateHelpParams {
  const { what, customImage, keyIds } = wish
  const [name, image, gpu, startCommand] = [
    wish.name.trim(),
    wish.image.trim(),
    wish.gpu.trim(),
    wish.startCommand.trim(),
  ]
  return {
    what,
    ...(name !== '' && { name }),
    ...(image !== '' && { image }),
    ...(gpu !== '' && what === 'pod' && { gpu }),
    ...(customImage && { customImage }),
    ...(customImage && startCommand !== '' && { startCommand }),
    ...(keyIds.length > 0 && { keyIds }),
  }
}

function WishForm(props: {
  readonly wish: Wish
  readonly onWish: (wish: Wish) => void
}): ReactNode {
  const { wish, onWish } = props
  const keys = usableKeys(useApiQuery('keys.list', {}).data ?? [])
  const set = (change: Partial<Wish>) => onWish({ ...wish, ...change })
  return (
    <div className={styles.form}>
      <Segmented<What>
        legend="What to make"
        value={wish.what}
        options={[
          { value: 'pod', label: 'A pod' },
          { value: 'template', label: 'A template' },
        ]}
        onValue={(what) => set({ what })}
      />
      <TextField label="Name" value={wish.name} onValue={(name) => set({ name })} />
      <TextField
        label="Image"
        hint="As in RunPod’s template, for example runpod/pytorch:2.8.0-py3.11-cuda12.8.1"
        value={wish.image}
        onValue={(image) => set({ image })}
        code
      />
      {wish.what === 'pod' && (
        <TextField
          label="GPU"
          hint="RunPod’s full name, for example NVIDIA GeForce RTX 4090"
          value={wish.gpu}
          onValue={(gpu) => set({ gpu })}
        />
      )}
      <CheckField
        label="It is an image of my own, without an SSH server"
        checked={wish.customImage}
        onChecked={(customImage) => set({ customImage })}
      />
      {wish.customImage && (
        <TextField
          label="Start command it has now (leave empty if there is none)"
          hint="It is put inside the new one, so that both run."
          value={wish.startCommand}
          onValue={(startCommand) => set({ startCommand })}
          code
        />
      )}
      <KeysOfPod keys={keys} chosen={wish.keyIds} onChosen={(keyIds) => set({ keyIds })} />
    </div>
  )
}
