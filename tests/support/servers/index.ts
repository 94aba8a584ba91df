/**
 * Servers on 127.0.0.1 for tests, each on a free port, each ended by its `stop()`. They use no test
 * runner, so unit, integration and end-to-end tests can share them.
 *
 * - `startSshd({ authorizedKeys: [line] })`: the real OpenSSH server
 * - `startRunPodProxy({ authorizedKeys: [line] })`: a stand-in for ssh.runpod.io
 * - `startScripted('http')`: servers that misbehave in one way
 * - `startScriptedSsh('ignores-logins')`: SSH servers that misbehave after the key exchange
 * - `startBlackHole()`: a port where connecting never ends
 * - `freePort()`: a port where nothing listens
 */

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
export { type HostKeyType, type Sshd, type SshdOptions, startSshd, whyNoSshd } from './sshd.ts'
