/** The config files as they are, line by line, with what each line means for the chosen host. */

import { Check, CircleHelp, Minus, OctagonAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type {
  ConfigFileView,
  ConfigLineView,
  EffectiveConfig,
  SshConfigReport,
} from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Select } from '../../ui/field.tsx'
import { isolated } from '../../ui/isolated.ts'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import styles from './config-files.module.css'
import { type LineReading, nameOf, partsOf, readerOf } from './line-reading.ts'

/** A file up to this long is shown whole. */
const SHORT_FILE_LINES = 300
/** Of a longer one, when all of it is asked for, this many lines at a time. */
const PAGE_LINES = 1_000

export function ConfigFiles(props: {
  readonly report: SshConfigReport
  readonly effective: EffectiveConfig | null
}): ReactNode {
  const { files } = props.report
  const [chosen, setChosen] = useState<string | null>(null)
  const file = files.find(({ path }) => path === chosen) ?? files[0]
  if (file === undefined || !file.exists) {
    return (
      <Card title="The file">
        <p>
          There is no ssh config yet{file ? ` (${file.path})` : ''}, and ssh needs none. Keypilot
          makes one when you save a connection under a short name.
        </p>
      </Card>
    )
  }
  return (
    <Card title="The file, line by line">
      {files.length > 1 && (
        <Select
          label="File, in the order in which ssh reads them"
          value={file.path}
          options={files.map(({ path }) => ({ value: path, label: path }))}
          onValue={setChosen}
        />
      )}
      <FilePlace file={file} named={files.length > 1} />
      {file.problem && <ProblemList problems={[file.problem]} />}
      <Lines key={file.path} file={file} effective={props.effective} />
    </Card>
  )
}

/** Where the file is, unless the control above says it, and whose it is. */
function FilePlace(props: { readonly file: ConfigFileView; readonly named: boolean }): ReactNode {
  const { path, kind, managed } = props.file
  const whose = managed
    ? 'Keypilot’s own file. Its entries are listed below.'
    : kind === 'included-config'
      ? 'Included by your config.'
      : ''
  if (props.named && whose === '') return null
  return (
    <p className={styles.path}>
      {!props.named && <code>{path}</code>} {whose}
    </p>
  )
}

function Lines(props: {
  readonly file: ConfigFileView
  readonly effective: EffectiveConfig | null
}): ReactNode {
  const { file, effective } = props
  const [pages, setPages] = useState(0)
  const read = readerOf(file, effective)
  const matters = (line: ConfigLineView) => !['plain', 'passed'].includes(read(line).look)
  const isShort = file.lines.length <= SHORT_FILE_LINES
  const shown = pages * PAGE_LINES
  const parts =
    isShort || pages > 0
      ? partsOf(file.lines.slice(0, isShort ? undefined : shown), () => true)
      : partsOf(file.lines, matters)
  return (
    <>
      {/* Long lines scroll inside the frame, which the keyboard must reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the focus */}
      <section className={styles.frame} aria-label={`Lines of ${nameOf(file.path)}`} tabIndex={0}>
        {parts.map((part) =>
          part.kind === 'gap' ? (
            <p key={part.from} className={styles.gap}>
              {part.count} more lines{effective ? isolated(`, not about ${effective.host}`) : ''}
            </p>
          ) : (
            <ol key={part.lines[0]?.number} className={styles.lines}>
              {part.lines.map((line) => (
                <Line key={line.number} line={line} reading={read(line)} />
              ))}
            </ol>
          ),
        )}
      </section>
      {!isShort && shown < file.lines.length && (
        <Row>
          <Button onClick={() => setPages(pages + 1)}>
            {pages === 0 ? 'Show the file from its start' : `Show ${PAGE_LINES} more lines`}
          </Button>
        </Row>
      )}
      {file.truncated && (
        <p className={styles.path}>
          The file is longer than Keypilot shows here. A text editor shows the rest.
        </p>
      )}
    </>
  )
}

const ICONS = {
  used: Check,
  passed: Minus,
  unknown: CircleHelp,
  faulty: OctagonAlert,
  plain: null,
} as const

function Line(props: { readonly line: ConfigLineView; readonly reading: LineReading }): ReactNode {
  const { line, reading } = props
  const Icon = ICONS[reading.look]
  return (
    <li value={line.number} className={cx(styles.line, styles[reading.look])}>
      <span className={styles.number} aria-hidden>
        {line.number}
      </span>
      <code className={cx(styles.text, line.kind === 'comment' && styles.comment)}>
        {line.text === '' ? ' ' : line.text}
      </code>
      {reading.words !== '' && (
        <span className={styles.reading}>
          {Icon && <Icon aria-hidden className={styles.icon} />}
          {isolated(reading.words)}
        </span>
      )}
    </li>
  )
}
