/**
 * Servers on 127.0.0.1 for tests, each on a free port, each ended by its `stop()`. They use no test
 * runner, so unit, integration and end-to-end tests can share them.
 *
 * - `startSshd({ authorizedKeys: [line] })`: the real OpenSSH server
 * - `startDropbear`, `startTinysshd`: two small real servers
 * - `startRunPodProxy({ authorizedKeys: [line] })`: a stand-in for ssh.runpod.io
 * - `startScripted('http')`: servers that misbehave in one way
 * - `startScriptedSsh('ignores-logins')`: SSH servers that misbehave after the key exchange
 * - `startPod()`: a machine of its own, with the system's sshd, accounts and web terminal
 * - `startBlackHole()`: a port where connecting never ends
 * - `freePort()`: a port where nothing listens
 */

export { whyNoAccounts } from './account.ts'
export { type Pod, type PodOptions, type PodShell, startPod, whyNoPod } from './pod.ts'
export { freePort } from './ports.ts'
export {
  PTY_TEXT,
  type RunPodProxy,
  type RunPodProxyOptions,
  startRunPodProxy,
} from './runpod-proxy.ts'
export {
  type Behaviour,
  type BlackHole,
  type ScriptedServer,
  startBlackHole,
  startScripted,
} from './scripted.ts'
export { type ScriptedSsh, type SshBehaviour, startScriptedSsh } from './scripted-ssh.ts'
export {
  type SmallServer,
  startDropbear,
  startTinysshd,
  whyNoSmallServers,
} from './small-servers.ts'
export { type HostKeyType, type Sshd, type SshdOptions, startSshd, whyNoSshd } from './sshd.ts'
