// Rewrites the Data API's requests so that Lite reads them as PostgREST would.
import { Refusal } from './refusal.mjs'
import { BadValue } from './shapes.mjs'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lite ignores a token that isn't a JWT; throw Refusal (401) instead. */
export function checkToken(authorization) {
  const [, token] = /^Bearer\s+(\S+)/i.exec(authorization ?? '') ?? []
  if (!token || token.startsWith('sb_')) return
  const parts = token.split('.').length
  if (parts !== 3) throw new Refusal(401, 'PGRST301', `Expected 3 parts in JWT; got ${parts}`)
}

/** The body to pass to Lite. Throws Refusal if a value doesn't fit its column's or argument's type. */
export async function mended(shapes, { method, path, headers }, body) {
  const [, owner] = /^\/rest\/v1\/((?:rpc\/)?[^/]+)$/.exec(path) ?? []
  const isJson = (headers['content-type'] ?? 'application/json').includes('json')
  if (!body || !owner || !isJson || !['POST', 'PATCH', 'PUT'].includes(method)) return body
  let value
  try {
    value = JSON.parse(body)
  } catch {
    return body // Lite's answer to invalid JSON is right
  }
  const rows = Array.isArray(value) && !owner.startsWith('rpc/') ? value : [value]
  if (!rows.every(isObject)) throw new Refusal(400, 'PGRST102', 'The body must be JSON objects')
  try {
    const readable = await Promise.all(rows.map((row) => shapes.readable(owner, row)))
    return JSON.stringify(rows === value ? readable : readable[0])
  } catch (error) {
    if (error instanceof BadValue) throw new Refusal(400, '22P02', error.message)
    throw error
  }
}
