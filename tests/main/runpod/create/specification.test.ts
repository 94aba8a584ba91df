/** The requests that are shown, field by field against RunPod's published specification. */

import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, newLine, type World } from '../account-keys/support.ts'
import { helpIn, ODD } from './support.ts'

let world: World

beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

/** RunPod's published specification; it is no part of the project. */
const SPECIFICATION = '/work/shared/data/runpod-api-v2.openapi.json'

interface Schema {
  readonly $ref?: string
  readonly allOf?: readonly Schema[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: readonly string[]
  readonly type?: string | readonly string[]
}

describe.skipIf(!existsSync(SPECIFICATION))(
  `against RunPod’s specification (skipped where ${SPECIFICATION} is not at hand)`,
  () => {
    test.each(['pod', 'template'] as const)('every field of a %s is one of its', async (what) => {
      const id = await world.addPair('one', newLine('me'))
      const { json } = await helpIn(world, [], { ...ODD, what, keyIds: [id] })
      const { schemas } = JSON.parse(readFileSync(SPECIFICATION, 'utf8')).components
      const merged = merge(schemas, {
        $ref: what === 'pod' ? 'CreatePodRequest' : 'CreateTemplateRequest',
      })
      const body = JSON.parse(json)
      for (const [name, value] of Object.entries(body)) {
        expect(Object.keys(merged.properties ?? {})).toContain(name)
        const type = merge(schemas, merged.properties?.[name] ?? {}).type ?? 'object'
        expect([type].flat(), name).toContain(typeOf(value))
      }
      for (const name of merged.required ?? []) expect(body).toHaveProperty(name)
    })
  },
)

function merge(schemas: { readonly [name: string]: Schema }, schema: Schema): Schema {
  const { $ref, allOf = [], ...own } = schema
  const name = $ref?.split('/').at(-1)
  const parts = [...allOf, ...(name === undefined ? [] : [schemas[name] ?? {}])]
  const properties: { [name: string]: Schema } = { ...own.properties }
  const required = [...(own.required ?? [])]
  let type = own.type
  for (const part of parts.map((each) => merge(schemas, each))) {
    Object.assign(properties, part.properties)
    required.push(...(part.required ?? []))
    type ??= part.type
  }
  return { properties, required, ...(type === undefined ? {} : { type }) }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}
