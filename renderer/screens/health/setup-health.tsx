/** What Setup last found out, step by step. */

import type { ReactNode } from 'react'
import { goTo } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { STEP_TEXTS } from '../setup/step-texts.ts'
import type { Setup } from '../setup/use-setup.ts'
import styles from './health-screen.module.css'
import { Line } from './line.tsx'

export function SetupHealth(props: { readonly setup: Setup }): ReactNode {
  return (
    <Card title="Setup">
      <ul className={styles.list}>
        {props.setup.steps.map(({ id, state, summary }) => (
          <Line
            key={id}
            status={state === 'open' && summary !== null ? 'warning' : state}
            title={STEP_TEXTS[id].title}
            detail={summary ?? 'Not checked yet.'}
          />
        ))}
      </ul>
      <Row>
        <Button onClick={() => goTo('setup')}>Open Setup</Button>
      </Row>
    </Card>
  )
}
