/** The two kinds of SSH access that RunPod has, side by side. */

import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import styles from './access-table.module.css'

const ROWS: readonly (readonly [what: string, proxy: boolean, direct: boolean])[] = [
  ['A terminal on the pod', true, true],
  ['Copying files (scp, sftp, rsync)', false, true],
  ['VS Code and Cursor', false, true],
  ['Jupyter or a web page through a tunnel', false, true],
  ['Works without a public address', true, false],
]

export function AccessTable(): ReactNode {
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <caption className={styles.caption}>Two kinds of access</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">
              RunPod’s proxy <code>ssh.runpod.io</code>
            </th>
            <th scope="col">
              SSH over exposed TCP <code>root@1.2.3.4</code>
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([what, proxy, direct]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <Cell yes={proxy} />
              <Cell yes={direct} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell(props: { readonly yes: boolean }): ReactNode {
  const Icon = props.yes ? Check : X
  return (
    <td>
      <span className={cx(styles.answer, props.yes ? styles.yes : styles.no)}>
        <Icon aria-hidden />
        {props.yes ? 'Yes' : 'No'}
      </span>
    </td>
  )
}
