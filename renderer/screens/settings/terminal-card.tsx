/** Which terminal program Keypilot starts: one that was found here, or one of the person's own. */

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { SystemInfo, TerminalProgram, TerminalSetting } from '../../contract.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Select, TextArea, TextField } from '../../ui/field.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import {
  COMMAND,
  chosenOption,
  fieldsOf,
  judgeArguments,
  OTHER,
  readFields,
  settingOf,
  type TerminalFields,
  terminalOptions,
} from './terminal-model.ts'

export function TerminalCard(props: {
  readonly setting: TerminalSetting | null
  readonly info: SystemInfo
}): ReactNode {
  const { setting, info } = props
  const list = useApiQuery('terminal.list', {})
  return (
    <Card title="Your terminal program">
      <p>
        When Keypilot opens a terminal for you, it starts this program, with ssh in its window. You
        can always copy the command and paste it into another one.
      </p>
      {list.error && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {list.data && <Choice list={list.data} setting={setting} platform={info.platform} />}
    </Card>
  )
}

function Choice(props: {
  readonly list: readonly TerminalProgram[]
  readonly setting: TerminalSetting | null
  readonly platform: string
}): ReactNode {
  const { list, setting, platform } = props
  const stored = chosenOption(list, setting)
  const [isWriting, setIsWriting] = useState(false)
  const saving = useSaveTerminal(() => setIsWriting(false))
  const chosen = isWriting ? OTHER : stored
  return (
    <>
      {stored === OTHER && setting !== null && <Gone program={setting.program} />}
      {setting === null && list.length === 0 && <NoneFound />}
      <Select
        label="Terminal"
        hint="Those that were found on this computer, or one that you name yourself."
        value={chosen}
        options={terminalOptions(list, setting)}
        onValue={(option) => {
          saving.clear()
          const wanted = settingOf(option, list)
          setIsWriting(wanted === undefined)
          if (wanted !== undefined) void saving.save(wanted)
        }}
      />
      {chosen === OTHER && (
        <OwnProgram
          initial={fieldsOf(list, setting)}
          platform={platform}
          busy={saving.busy}
          onSave={(wanted) => void saving.save(wanted)}
        />
      )}
      {saving.failed && (
        <Callout tone="danger" title="This could not be saved" role="alert">
          <p>{saving.failed.message}</p>
        </Callout>
      )}
    </>
  )
}

function Gone(props: { readonly program: string }): ReactNode {
  return (
    <Callout tone="warning" title="Your terminal program is not there any more">
      <p>
        <code>{props.program}</code> cannot be found, so no terminal can be opened. Choose another
        one.
      </p>
    </Callout>
  )
}

function NoneFound(): ReactNode {
  return (
    <Callout tone="info" title="No terminal program was found">
      <p>
        If you have one, name it here under “Another program…”. Otherwise copy the commands and
        paste them where you usually do.
      </p>
    </Callout>
  )
}

const EXAMPLES: { readonly [platform: string]: string } = {
  win32: 'C:\\Program Files\\WezTerm\\wezterm.exe',
  darwin: '/Applications/kitty.app/Contents/MacOS/kitty',
}

function OwnProgram(props: {
  readonly initial: TerminalFields
  readonly platform: string
  readonly busy: boolean
  readonly onSave: (setting: TerminalSetting) => void
}): ReactNode {
  const { platform, busy, onSave } = props
  const [fields, setFields] = useState(props.initial)
  const wrong = judgeArguments(fields.args)
  const example = EXAMPLES[platform] ?? '/usr/bin/alacritty'
  return (
    <>
      <TextField
        label="Program"
        hint={`Its full path, such as ${example}, or a name that works when you type it in a terminal.`}
        value={fields.program}
        onValue={(program) => setFields({ ...fields, program })}
        code
      />
      <TextArea
        label="Arguments, one on each line"
        hint={
          <>
            What the program is told when it starts. The line <code>{COMMAND}</code> stands for the
            ssh command; most terminals want <code>-e</code> on the line before it. No quotes are
            needed, spaces are kept.
          </>
        }
        error={wrong}
        value={fields.args}
        onValue={(args) => setFields({ ...fields, args })}
        rows={4}
      />
      <Row>
        <Button
          variant="primary"
          busy={busy}
          disabled={fields.program.trim() === '' || wrong !== null}
          onClick={() => onSave(readFields(fields))}
        >
          Use this program
        </Button>
      </Row>
      <p>Keypilot asks you once more before it keeps a program that it does not know.</p>
    </>
  )
}

/** The host asks about a program that it does not know; a no changes nothing. */
function useSaveTerminal(onSaved: () => void) {
  const { start, ...action } = useAction('settings.save')
  const queries = useQueryClient()
  const toast = useToast()
  const save = async (terminal: TerminalSetting | null) => {
    const settings = await start({ terminal })
    if (settings === null) return
    queries.setQueryData(['settings.read', {}], settings)
    await Promise.all(
      ['terminal.list', 'system.info'].map((method) =>
        queries.invalidateQueries({ queryKey: [method] }),
      ),
    )
    toast('Saved', 'The next terminal opens with it.')
    onSaved()
  }
  return { ...action, save }
}
