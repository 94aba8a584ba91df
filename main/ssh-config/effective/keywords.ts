/** Every keyword of ssh_config(5), as it is usually written, and what kind of value it takes. */

import { ownValue } from '../../system/own-value.ts'

export type KeywordKind =
  | 'block'
  | 'include'
  | 'flag'
  | 'choice'
  | 'integer'
  | 'time'
  | 'text'
  | 'identity'
  | 'agent'
  | 'port'
  | 'command'
  | 'jump'
  | 'list'
  | 'algorithms'
  | 'forward'
  | 'environment'
  | 'special'
  /** ssh reads the line and does nothing. */
  | 'ignored'

export interface Keyword {
  readonly name: string
  readonly kind: KeywordKind
  /** First OpenSSH that knows it; absent for those that 8.7 knew. */
  readonly since?: number
  /** Only the ssh of this platform knows it. */
  readonly platform?: NodeJS.Platform
}

const NAMES: { readonly [K in KeywordKind]: string } = {
  block: 'Host Match',
  include: 'Include',
  flag: `ForwardX11 ForwardX11Trusted GatewayPorts ExitOnForwardFailure PasswordAuthentication
    KbdInteractiveAuthentication HostbasedAuthentication GSSAPIAuthentication GSSAPIKeyExchange
    GSSAPIDelegateCredentials GSSAPITrustDns GSSAPIRenewalForcesRekey BatchMode CheckHostIP
    TCPKeepAlive NoHostAuthenticationForLocalhost ClearAllForwardings EnableSSHKeysign
    IdentitiesOnly HashKnownHosts PermitLocalCommand VisualHostKey StdinNull
    ForkAfterAuthentication ProxyUseFdpass CanonicalizeFallbackLocal StreamLocalBindUnlink
    EnableEscapeCommandline UseKeychain`,
  choice: `VerifyHostKeyDNS UpdateHostKeys StrictHostKeyChecking Compression AddressFamily
    ControlMaster Tunnel RequestTTY SessionType CanonicalizeHostname PubkeyAuthentication
    LogLevel SyslogFacility FingerprintHash WarnWeakCrypto`,
  integer:
    'NumberOfPasswordPrompts ConnectionAttempts ServerAliveCountMax CanonicalizeMaxDots RequiredRSASize',
  time: 'ConnectTimeout ServerAliveInterval ForwardX11Timeout',
  text: `KbdInteractiveDevices GSSAPIClientIdentity GSSAPIServerIdentity XAuthLocation User HostName
    HostKeyAlias PreferredAuthentications BindAddress BindInterface PKCS11Provider
    SecurityKeyProvider ControlPath IgnoreUnknown RevokedHostKeys Tag`,
  identity: 'IdentityFile CertificateFile',
  agent: 'IdentityAgent',
  port: 'Port',
  command:
    'ProxyCommand KnownHostsCommand LocalCommand RemoteCommand VersionAddendum RefuseConnection',
  jump: 'ProxyJump',
  list: 'GlobalKnownHostsFile UserKnownHostsFile LogVerbose CanonicalDomains',
  algorithms: `Ciphers MACs KexAlgorithms HostKeyAlgorithms CASignatureAlgorithms
    HostbasedAcceptedAlgorithms PubkeyAcceptedAlgorithms GSSAPIKexAlgorithms`,
  forward: 'LocalForward RemoteForward DynamicForward',
  environment: 'SendEnv SetEnv',
  special: `EscapeChar RekeyLimit TunnelDevice IPQoS ControlPersist AddKeysToAgent
    StreamLocalBindMask ForwardAgent PermitRemoteOpen CanonicalizePermittedCNAMEs ChannelTimeout
    ObscureKeystrokeTiming`,
  ignored: `Protocol Cipher FallBackToRsh GlobalKnownHostsFile2 RhostsAuthentication
    UseBlacklistedKeys UserKnownHostsFile2 UseRoaming UseRsh UsePrivilegedPort AFSTokenPassing
    KerberosAuthentication KerberosTGTPassing RSAAuthentication RhostsRSAAuthentication
    CompressionLevel`,
}

/** Other spellings of the same setting. The last two are Debian's. */
const ALIASES: { readonly [alias: string]: string } = {
  challengeresponseauthentication: 'kbdinteractiveauthentication',
  skeyauthentication: 'kbdinteractiveauthentication',
  tisauthentication: 'kbdinteractiveauthentication',
  dsaauthentication: 'pubkeyauthentication',
  identityfile2: 'identityfile',
  keepalive: 'tcpkeepalive',
  smartcarddevice: 'pkcs11provider',
  hostbasedkeytypes: 'hostbasedacceptedalgorithms',
  pubkeyacceptedkeytypes: 'pubkeyacceptedalgorithms',
  protocolkeepalives: 'serveraliveinterval',
  setuptimeout: 'serveraliveinterval',
}

const SINCE: { readonly [keyword: string]: number } = {
  requiredrsasize: 9.1,
  enableescapecommandline: 9.2,
  tag: 9.4,
  obscurekeystroketiming: 9.5,
  channeltimeout: 9.5,
  versionaddendum: 10.0,
  refuseconnection: 10.0,
  warnweakcrypto: 10.1,
}

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) =>
    names.split(/\s+/).map((name): [string, Keyword] => {
      const word = name.toLowerCase()
      const since = SINCE[word]
      return [
        word,
        {
          name,
          kind: kind as KeywordKind,
          ...(since === undefined ? {} : { since }),
          ...(word === 'usekeychain' ? { platform: 'darwin' as const } : {}),
        },
      ]
    }),
  ),
)

/** The keyword, aliases resolved; null for one that no version of ssh knows. In lower case. */
export function keywordOf(word: string): Keyword | null {
  return KEYWORDS.get(ownValue(ALIASES, word) ?? word) ?? null
}
