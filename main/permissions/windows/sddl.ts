/**
 * Windows access lists in their text form (SDDL, Microsoft's "Security Descriptor String Format").
 * Pure: what Windows says goes in, so all of it is tested anywhere.
 */

export interface Ace {
  /** `A` allows, `D` denies; `OA`, `XA` and others are object and callback entries. */
  readonly type: string
  /** E.g. `ID` for inherited. */
  readonly flags: readonly string[]
  readonly mask: number
  /** `S-1-…`; an alias that needs a domain or a computer to be resolved stays as it is. */
  readonly sid: string
}

export interface Dacl {
  /** Protected from inheritance. */
  readonly protected: boolean
  readonly aces: readonly Ace[]
}

export interface SecurityDescriptor {
  readonly owner: string | null
  /** Null for a NULL DACL (everyone may do everything) and for none at all, which means the same. */
  readonly dacl: Dacl | null
}

/**
 * Aliases that mean the same account on every computer. The others (`LA`, `DA`, `DU` …) depend on
 * this computer or its domain: Windows resolves them as the list is read (see `expandAliases`).
 */
const ALIASES: { readonly [alias: string]: string } = {
  AA: 'S-1-5-32-579',
  AC: 'S-1-15-2-1',
  AN: 'S-1-5-7',
  AO: 'S-1-5-32-548',
  AU: 'S-1-5-11',
  BA: 'S-1-5-32-544',
  BG: 'S-1-5-32-546',
  BO: 'S-1-5-32-551',
  BU: 'S-1-5-32-545',
  CG: 'S-1-3-1',
  CO: 'S-1-3-0',
  CY: 'S-1-5-32-569',
  ED: 'S-1-5-9',
  ER: 'S-1-5-32-573',
  IS: 'S-1-5-32-568',
  IU: 'S-1-5-4',
  LS: 'S-1-5-19',
  LU: 'S-1-5-32-559',
  MU: 'S-1-5-32-558',
  NO: 'S-1-5-32-556',
  NS: 'S-1-5-20',
  NU: 'S-1-5-2',
  OW: 'S-1-3-4',
  PO: 'S-1-5-32-550',
  PS: 'S-1-5-10',
  PU: 'S-1-5-32-547',
  RC: 'S-1-5-12',
  RD: 'S-1-5-32-555',
  RE: 'S-1-5-32-552',
  RM: 'S-1-5-32-580',
  RU: 'S-1-5-32-554',
  SO: 'S-1-5-32-549',
  SU: 'S-1-5-6',
  SY: 'S-1-5-18',
  WD: 'S-1-1-0',
  WR: 'S-1-5-33',
}

const RIGHTS: { readonly [name: string]: number } = {
  GA: 0x10000000,
  GX: 0x20000000,
  GW: 0x40000000,
  GR: 0x80000000,
  RC: 0x20000,
  SD: 0x10000,
  WD: 0x40000,
  WO: 0x80000,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  FA: 0x1f01ff,
  FR: 0x120089,
  FW: 0x120116,
  FX: 0x1200a0,
  KA: 0xf003f,
  KR: 0x20019,
  KW: 0x20006,
  KX: 0x20019,
  NW: 0x1,
  NR: 0x2,
  NX: 0x4,
}

/** Fields of an entry before its trustee: type, flags, rights, and two GUIDs. */
const ALIAS_OF_ENTRY = /(\((?:[^;()]*;){5})([A-Z]{2})(?=[;)])/g

/**
 * The same text with the SIDs of aliases that Windows had to resolve. None of the group aliases
 * can be a user's own account, so leaving one as it is judges right; icacls wants the SID.
 */
export function expandAliases(sddl: string, aliases: { readonly [alias: string]: string }): string {
  const sidOf = (alias: string) =>
    Object.hasOwn(ALIASES, alias) || !Object.hasOwn(aliases, alias) ? alias : aliases[alias]
  return sddl
    .replace(/^(O:)([A-Z]{2})(?=[GDS]:|$)/, (_, field, alias) => `${field}${sidOf(alias)}`)
    .replace(ALIAS_OF_ENTRY, (_, fields, alias) => `${fields}${sidOf(alias)}`)
}

/**
 * Reads owner and access list; null when the text is not SDDL.
 * `userSid` resolves `LA` and `LG`, which Windows writes for the built-in accounts.
 */
export function parseSddl(text: string, userSid: string): SecurityDescriptor | null {
  const parts = splitParts(text.trim())
  if (parts === null) return null
  const owner = parts.get('O')
  const dacl = parts.get('D')
  const aces = dacl === undefined ? [] : parseAces(dacl, userSid)
  if (aces === null) return null
  const flags = dacl?.split('(', 1)[0] ?? ''
  const isNull = dacl === undefined || flags.includes('NO_ACCESS_CONTROL')
  return {
    owner: owner === undefined || owner === '' ? null : resolveSid(owner, userSid),
    dacl: isNull ? null : { protected: flags.replaceAll(/A[IR]/g, '').includes('P'), aces },
  }
}

/** `O:…G:…D:…S:…` in any order; parentheses may hold colons. */
function splitParts(text: string): ReadonlyMap<string, string> | null {
  const parts = new Map<string, string>()
  let depth = 0
  let name = ''
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '(') depth++
    else if (character === ')') depth--
    else if (depth === 0 && text[index + 1] === ':' && /[OGDS]/.test(character)) {
      if (name !== '') parts.set(name, text.slice(start, index))
      else if (index > 0) return null
      if (parts.has(character)) return null
      name = character
      start = index + 2
      index++
    }
    if (depth < 0) return null
  }
  if (name === '' || depth !== 0) return null
  return parts.set(name, text.slice(start))
}

function parseAces(dacl: string, userSid: string): readonly Ace[] | null {
  const aces: Ace[] = []
  for (const entry of entriesOf(dacl)) {
    const [type, flags, rights, , , sid] = entry.split(';').map((field) => field.trim())
    if (type === undefined || flags === undefined || rights === undefined || !sid) return null
    const mask = parseMask(rights)
    if (mask === null) return null
    aces.push({ type, flags: flags.match(/../g) ?? [], mask, sid: resolveSid(sid, userSid) })
  }
  return aces
}

/** The texts in the outer parentheses; conditions of callback entries have inner ones. */
function entriesOf(dacl: string): readonly string[] {
  const entries: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < dacl.length; index++) {
    if (dacl[index] === '(' && depth++ === 0) start = index + 1
    else if (dacl[index] === ')' && --depth === 0) entries.push(dacl.slice(start, index))
  }
  return entries
}

function parseMask(rights: string): number | null {
  if (/^(?:0x[0-9a-f]+|\d+)$/i.test(rights)) {
    const octal = /^0[0-7]+$/.test(rights)
    const mask = octal ? Number.parseInt(rights, 8) : Number(rights)
    // A mask has 32 bits; what is more would be none of them, and so no right at all.
    return mask <= 0xffffffff ? mask : null
  }
  if (rights.length % 2 !== 0) return null
  let mask = 0
  for (const name of rights.match(/../g) ?? []) {
    const right = Object.hasOwn(RIGHTS, name) ? RIGHTS[name] : undefined
    if (right === undefined) return null
    mask |= right
  }
  return mask >>> 0
}

function resolveSid(text: string, userSid: string): string {
  const sid = text.trim().toUpperCase()
  // The built-in administrator and guest: only recognised when that is who we are.
  if (sid === 'LA' && /^S-1-5-21-.*-500$/.test(userSid)) return userSid
  if (sid === 'LG' && /^S-1-5-21-.*-501$/.test(userSid)) return userSid
  return Object.hasOwn(ALIASES, sid) ? (ALIASES[sid] ?? sid) : sid
}
