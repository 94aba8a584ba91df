/** Hosts of the ssh config, each to be added with one click. */

import { type ReactNode, useState } from 'react'
import { addressOf } from '../../../commands/target.ts'
import type { ConnectionCandidate } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { useAnnounce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SearchField } from '../../../ui/field.tsx'
import { fold, wordsOf } from '../../../ui/list/find-by-typing.ts'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useConnectionChange } from '../use-connections.ts'
import styles from './dialogs.module.css'

/** So many are drawn; a search finds the others. */
const SHOWN = 60

export function CandidatesDialog(props: {
  readonly sources: ReactNode
  readonly onClose: () => void
}): ReactNode {
  const candidates = useApiQuery('connections.candidates', {})
  return (
    <Dialog title="Add a connection" onClose={props.onClose}>
      {props.sources}
      {candidates.isPending && <Loading />}
      {candidates.error && (
        <Failure error={candidates.error} onRetry={() => void candidates.refetch()} />
      )}
      {candidates.data?.length === 0 && (
        <p>Your ssh config names no host that could be added. Paste a command instead.</p>
      )}
      {candidates.data && candidates.data.length > 0 && <List candidates={candidates.data} />}
    </Dialog>
  )
}

function List(props: { readonly candidates: readonly ConnectionCandidate[] }): ReactNode {
  const { candidates } = props
  const [search, setSearch] = useState('')
  const words = wordsOf(search)
  const found = candidates.filter(({ alias, target }) =>
    words.every((word) => fold(`${alias} ${addressOf(target)}`).includes(word)),
  )
  return (
    <>
      {candidates.length > 8 && (
        <SearchField
          label="Search hosts"
          placeholder="Name or address…"
          value={search}
          onValue={setSearch}
        />
      )}
      <ul className={styles.list}>
        {found.slice(0, SHOWN).map((candidate) => (
          <Candidate key={candidate.alias} candidate={candidate} />
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className={styles.soft}>{`${found.length - SHOWN} more. Search for them.`}</p>
      )}
    </>
  )
}

function Candidate({ candidate }: { readonly candidate: ConnectionCandidate }): ReactNode {
  const { alias, target, keyId, problem, savedAs } = candidate
  const save = useConnectionChange('connections.save')
  const announce = useAnnounce()
  const add = async () => {
    const saved = await save({ name: alias, target, keyId, alias })
    if (saved !== null) announce(`${alias} added`)
  }
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <strong>{alias}</strong>
        <span>{addressOf(target)}</span>
        {problem !== null && <span className={styles.soft}>{problem}</span>}
      </div>
      {savedAs === null ? (
        <Button
          size="small"
          disabled={problem !== null}
          onClick={() => void add()}
          aria-label={`Add ${alias}`}
        >
          Add
        </Button>
      ) : (
        <Tag>Added</Tag>
      )}
    </li>
  )
}
