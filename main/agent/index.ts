/** The ssh-agent: which keys it holds; keys added to it and removed from it. */

export { type AgentClient, createAgentClient, type KeyToAdd } from './client.ts'
export type { HeldIdentity } from './identity.ts'
export { type AgentService, createAgentService } from './service.ts'
