// Checks of what Auth and Storage read from a body: Lite answers 500 where a hosted project's services refuse.
import { Refusal } from './refusal.mjs'

const isText = (value) => typeof value === 'string'
const isObject = (value) => typeof value === 'object' && !Array.isArray(value)
const isAmount = (value) => Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31
const areTexts = (value) => Array.isArray(value) && value.every(isText)
const isSize = (value) => isAmount(value) || isText(value)
const isFlag = (value) => typeof value === 'boolean'

const COLUMNS = new Set(['name', 'id', 'created_at', 'updated_at', 'last_accessed_at', undefined])

const texts = (...names) => names.map((name) => [name, isText])
/** What a field must be wherever it occurs; null counts as absent. Other fields aren't read. */
const FIELDS = {
  auth: new Map([
    ...texts('email', 'password', 'phone', 'channel', 'code_challenge', 'code_challenge_method', 'refresh_token'),
    ...texts('auth_code', 'code_verifier', 'provider', 'id_token', 'access_token', 'nonce', 'type', 'token'),
    ...texts('token_hash', 'redirect_to', 'scope', 'current_password'),
    ['create_user', isFlag],
    ['data', isObject],
    ['options', isObject],
    ['gotrue_meta_security', isObject],
  ]),
  storage: new Map([
    ...texts('prefix', 'search', 'bucketId', 'sourceKey', 'destinationKey', 'destinationBucket', 'id', 'name', 'type'),
    ['limit', isAmount],
    ['offset', isAmount],
    // supabase-py sends it as text.
    ['expiresIn', (value) => isAmount(value) || (isText(value) && /^\d{1,9}$/.test(value))],
    ['sortBy', ({ column, order }) => COLUMNS.has(column) && [undefined, 'asc', 'desc'].includes(order)],
    ['paths', areTexts],
    ['prefixes', areTexts],
    ['public', isFlag],
    ['file_size_limit', isSize],
    ['allowed_mime_types', areTexts],
    ['metadata', isObject],
    ['transform', isObject],
    ['upsert', isFlag],
    ['copyMetadata', isFlag],
  ]),
}
// Neither an index nor bcrypt takes more; no address, password, token or path of a file needs more.
const LONGEST = 10_000
const NOTHING = /^\s*$/

// Calls of Storage that take JSON; under every other path of an object its bytes are sent.
const WITH_JSON = /^\/storage\/v1\/(bucket|object\/(list|move|copy|sign|upload\/sign)(\/|$)|object\/[^/]+$)/

/** Whether the body of this request to Storage is a file. */
export function isUpload({ method, url }) {
  if (/^\/storage\/v1\/object\/upload\/sign\//.test(url)) return method === 'PUT'
  return !WITH_JSON.test(url.split('?', 1)[0])
}

/** Throws Refusal (400) for a body that isn't an object, NUL in it, a field or a body of another type. */
export function checkService(service, bytes, type = 'application/json') {
  if (type.startsWith('multipart/')) throw new Refusal(400, 'bad_json', 'The body must be JSON')
  if (NOTHING.test(bytes)) return
  const code = service === 'auth' ? 'validation_failed' : 'InvalidRequest'
  let body
  try {
    body = JSON.parse(bytes)
  } catch {
    throw new Refusal(400, service === 'auth' ? 'bad_json' : 'InvalidRequest', 'The body is not JSON')
  }
  if (body === null || !isObject(body)) {
    throw new Refusal(400, service === 'auth' ? 'bad_json' : 'InvalidRequest', 'The body must be a JSON object')
  }
  if (bytes.includes('\\u0000')) throw new Refusal(400, code, 'A text contains the character NUL')
  for (const [name, value] of Object.entries(body)) {
    const fits = FIELDS[service].get(name)
    const isLong = isText(value) && value.length > LONGEST
    const isAbsent = value === null && name !== 'password'
    if (fits && !isAbsent && (!fits(value) || isLong)) throw new Refusal(400, code, `${name} is not valid`)
  }
}
