/** RunPod: the account with its keys, pods and workers, and what a pod needs. */

import { type ReactNode, useEffect, useRef } from 'react'
import { usePlaceItem } from '../../shell/navigation.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AccountSection } from './account/account-section.tsx'
import { CreateSection } from './create/create-section.tsx'
import { GuideSection } from './guide/guide-section.tsx'
import { PasswordAccess } from './password-access/password-access.tsx'
import { runpodPlaceOf, SECTIONS, type SectionId } from './places.ts'
import { PodsSection } from './pods/pods-section.tsx'
import { SectionNav } from './section-nav.tsx'
import { WorkersSection } from './workers/workers-section.tsx'

export function RunpodScreen(): ReactNode {
  const { section, podId } = runpodPlaceOf(usePlaceItem())
  useSpokenSection(section)
  return (
    <Screen
      title="RunPod"
      lead="Your keys on RunPod, your pods, and what a pod needs so that you can log in."
      wide={section === 'pods'}
    >
      <SectionNav current={section} />
      {section === 'account' && <AccountSection />}
      {section === 'pods' && <PodsSection podId={podId} />}
      {section === 'workers' && <WorkersSection />}
      {section === 'create' && <CreateSection />}
      {section === 'password' && <PasswordAccess />}
      {section === 'guide' && <GuideSection />}
    </Screen>
  )
}

/** The part below changes while the focus stays on its link, so that it is said. */
function useSpokenSection(section: SectionId): void {
  const announce = useAnnounce()
  const before = useRef(section)
  useEffect(() => {
    if (before.current === section) return
    before.current = section
    const title = SECTIONS.find(({ id }) => id === section)?.title
    announce(`Showing ${title}`)
  }, [section, announce])
}
