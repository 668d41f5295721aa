// Checks of a request's body before it is parsed.
import { isUtf8 } from 'node:buffer'
import { Refusal } from './refusal.mjs'

const MEGABYTE = 1024 * 1024
// Storage's default on hosted; Lambda's largest payload for the functions; enough for ten years of workouts.
const LIMITS = [
  ['/storage/v1/', 50 * MEGABYTE],
  ['/functions/v1/', 6 * MEGABYTE],
  ['/', 8 * MEGABYTE],
]
const DEEPEST = 64

const QUOTE = '"'.charCodeAt()
const BACKSLASH = '\\'.charCodeAt()
const OPENING = new Set(Buffer.from('[{'))
const CLOSING = new Set(Buffer.from(']}'))

/** The whole body as a Buffer, or undefined without one. Throws Refusal (413) as soon as it is too large. */
export async function read(request) {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const [, limit] = LIMITS.find(([prefix]) => request.url.startsWith(prefix)) ?? LIMITS.at(-1)
  const parts = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > limit) throw new Refusal(413, 'too_large', `The body is larger than ${limit} bytes`)
    parts.push(part)
  }
  return parts.length ? Buffer.concat(parts) : undefined
}

/**
 * Refuse (400) what Lite would answer with 500 or misread: invalid UTF-8, arrays and objects nested deeper than any
 * of our documents needs (Postgres would run out of stack), lone surrogates, numbers beyond a double.
 */
export function checkJson(bytes) {
  if (!isUtf8(bytes)) throw new Refusal(400, 'PGRST102', 'The body is not UTF-8')
  if (depthOf(bytes) > DEEPEST) throw new Refusal(400, 'PGRST102', 'The JSON is nested too deeply')
  const fault = faultOf(bytes)
  if (fault) throw new Refusal(400, '22P02', fault)
}

// Only a body with one of these needs a second parse: an escaped surrogate, an exponent, or a very long number.
const SUSPICIOUS = /\\u[dD]|[eE]\+?\d{3}|\d{300}/

function faultOf(bytes) {
  if (!SUSPICIOUS.test(bytes)) return undefined
  let fault
  const look = (key, value) => {
    if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
      fault ??= 'A text contains half of a surrogate pair'
    }
    if (typeof value === 'number' && !Number.isFinite(value)) fault ??= 'A number is out of range'
    return value
  }
  try {
    JSON.parse(bytes, look)
  } catch {
    return undefined // invalid JSON has its own answer
  }
  return fault
}

function depthOf(bytes) {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (inString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (OPENING.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (CLOSING.has(byte)) depth--
  }
  return deepest
}
