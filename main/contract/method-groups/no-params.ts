/** A method without parameters takes the empty object, so that extra fields can be refused. */
export type NoParams = { readonly [key: string]: never }
