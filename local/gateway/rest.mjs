// Rewrites the Data API's requests so that Lite reads them as PostgREST would.
import { Refusal } from './refusal.mjs'
import { BadValue } from './shapes.mjs'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lite takes who sends a token that isn't a JWT, or isn't signed, for a visitor; throw Refusal (401) instead. */
export function checkToken(authorization) {
  const [, token] = /^Bearer\s+(\S+)/i.exec(authorization ?? '') ?? []
  if (!token || token.startsWith('sb_')) return
  const parts = token.split('.')
  if (parts.length !== 3) throw new Refusal(401, 'PGRST301', `Expected 3 parts in JWT; got ${parts.length}`)
  if (/"alg"\s*:\s*"none"/i.test(Buffer.from(parts[0], 'base64url'))) {
    throw new Refusal(401, 'PGRST301', 'Wrong or unsupported encoding algorithm')
  }
}

// PostgREST reads only what is spelled exactly like this, and case by case; Lite trims around `=` and takes any value.
const PREFERENCE =
  /^(count=(exact|planned|estimated)|return=(representation|minimal|headers-only)|tx=(commit|rollback)|missing=(default|null)|resolution=(merge|ignore)-duplicates|handling=(strict|lenient)|max-affected=\d+|timezone=[A-Za-z][\w/+-]*)$/

/** The preferences that PostgREST would follow. Throws Refusal (400) for any other if they are to be read strictly. */
export function preferred(header) {
  const given = header.split(',').map((one) => one.trim())
  const known = given.filter((one) => PREFERENCE.test(one))
  if (known.includes('handling=strict') && known.length < given.length) {
    throw new Refusal(400, 'PGRST122', 'Invalid preferences given with handling=strict')
  }
  return known.join(', ')
}

/** The time zone in which the answer's times are to be written; undefined for none or an unknown one. */
export function zoneOf(preferences) {
  const [, zone] = /\btimezone=([\w/+-]+)/.exec(preferences) ?? []
  try {
    return zone && new Intl.DateTimeFormat('en', { timeZone: zone }) && zone
  } catch {
    return undefined
  }
}

const PATTERNS = /^\$i?like(Any|All)$/

// What is stored, where a key may look like an operator.
const STORED = new Set(['values', 'args'])

/** Lite's request with `*` as wildcard in lists of patterns, where Lite leaves it as it is. */
export function withWildcards(value) {
  if (Array.isArray(value)) return value.map(withWildcards)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      PATTERNS.test(key) ? inner.map((one) => (typeof one === 'string' ? one.replaceAll('*', '%') : one)) : STORED.has(key) ? inner : withWildcards(inner),
    ]),
  )
}

// Parameters that choose or shape what comes back, not the rows that are changed.
const SHAPING = /^(select|order|limit|offset|columns|on_conflict|apikey)$/
// A filter, or an order or limit, of what is embedded: `children.pos`, `children.or`.
const OF_EMBEDDED = /^(?!not\.(and|or)$)[^.]+\./

/** The extension `safeupdate`, which hosted projects load: without a filter all rows would be changed (400). */
export function checkFilter({ method, url }) {
  if (method !== 'PATCH' && method !== 'DELETE') return
  const names = [...new URL(url, 'http://x').searchParams.keys()]
  if (names.some((name) => !SHAPING.test(name) && !OF_EMBEDDED.test(name))) return
  throw new Refusal(400, '21000', `${method === 'PATCH' ? 'UPDATE' : 'DELETE'} requires a WHERE clause`)
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
