/** Checks answers against RunPod's published specification, where that file is at hand. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

export interface Specification {
  /** What is wrong with a value by that schema, each with its place; empty when nothing is. */
  faults(schemaName: string, value: unknown): readonly string[]
}

const FILE =
  process.env.KEYPILOT_RUNPOD_SPECIFICATION ??
  fileURLToPath(new URL('../../../../shared/data/runpod-api-v2.openapi.json', import.meta.url))

/** Null when the file is here; otherwise why the comparison is left out. */
export function whyNoSpecification(): string | null {
  return existsSync(FILE)
    ? null
    : `RunPod's specification is not at ${FILE} (or KEYPILOT_RUNPOD_SPECIFICATION)`
}

export function readSpecification(): Specification {
  const { components } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    components: { schemas: { readonly [name: string]: Schema } }
  }
  const named = (name: string) => {
    const schema = components.schemas[name]
    if (schema === undefined) throw new Error(`the specification has no schema ${name}`)
    return schema
  }
  const check = (schema: Schema, value: unknown, at: string): readonly string[] => {
    if (schema.$ref !== undefined)
      return check(named(schema.$ref.split('/').at(-1) ?? ''), value, at)
    const each = (schema.allOf ?? []).flatMap((part) => check(part, value, at))
    const options = schema.anyOf ?? schema.oneOf ?? []
    const fits =
      options.length === 0 || options.some((option) => check(option, value, at).length === 0)
    return [
      ...each,
      ...(fits ? [] : [`${at}: fits none of the alternatives`]),
      ...ownFaults(schema, value, at),
      ...partFaults(schema, value, at, check),
    ]
  }
  return { faults: (name, value) => check(named(name), value, name) }
}

function ownFaults(schema: Schema, value: unknown, at: string): readonly string[] {
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.some((type) => isType(value, type))) {
    return [`${at}: is not ${types.join(' or ')}`]
  }
  const faults: string[] = []
  if (schema.enum !== undefined && !schema.enum.includes(value)) faults.push(`${at}: not in enum`)
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
      faults.push(`${at}: does not match ${schema.pattern}`)
    }
    if (value.length < (schema.minLength ?? 0)) faults.push(`${at}: is too short`)
  }
  if (typeof value === 'number' && value < (schema.minimum ?? value))
    faults.push(`${at}: too small`)
  return faults
}

function partFaults(
  schema: Schema,
  value: unknown,
  at: string,
  check: (schema: Schema, value: unknown, at: string) => readonly string[],
): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? [] : value.flatMap((item, i) => check(items, item, `${at}[${i}]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const names = new Set(fields.map(([name]) => name))
  const missing = (schema.required ?? []).filter((name) => !names.has(name))
  return [
    ...missing.map((name) => `${at}: lacks ${name}`),
    ...fields.flatMap(([name, field]) => {
      const known = schema.properties?.[name] ?? schema.additionalProperties
      if (known === false) return [`${at}: has ${name}, which is not allowed`]
      return typeof known === 'object' ? check(known, field, `${at}.${name}`) : []
    }),
  ]
}

function isType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
