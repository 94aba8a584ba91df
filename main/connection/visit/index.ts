/** Logins to one server for other services. */

export type { PasswordAnswer } from './password.ts'
export type { RemoteOutput, RemoteShell } from './remote-shell.ts'
export { createVisits, type UnlockedKey, type Visit, type Visits } from './visit.ts'
export { VisitFailure } from './visit-failure.ts'
