// PostgREST's table of Postgres errors and HTTP statuses (docs.postgrest.org, "Errors").
import pg from 'pg'
import { Refusal } from './refusal.mjs'

const BY_CODE = { 23503: 409, 23505: 409, '42P01': 404, '42P17': 500, 53400: 500, P0001: 400 }
const BY_CLASS = {
  '08': 503, '09': 500, '0L': 403, '0P': 403, 25: 500, 28: 403, '2D': 500, 38: 500, 39: 500, '3B': 500, 40: 500,
  53: 503, 54: 500, 55: 500, 57: 500, 58: 500, F0: 500, HV: 500, P0: 500, XX: 500,
} // prettier-ignore

const NUL_IN_JSON = {
  code: '22P05',
  message: 'unsupported Unicode escape sequence',
  detail: '\\u0000 cannot be converted to text.',
}

// Lite answers these as PostgREST does, some with information about the request that we don't have.
const LEFT_TO_LITE = /^(PGRST|PT\d\d\d|25006|42501|42703|42883)$/

export function statusOf(code) {
  return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400
}

/**
 * PostgREST's answer if the pool has no free connection (504), or Postgres can't be reached or the connection broke
 * (503); undefined for errors of Postgres itself.
 */
export function refusalOf(error) {
  if (error instanceof Refusal) return error
  if (error.message === 'timeout exceeded when trying to connect') {
    return new Refusal(504, 'PGRST003', 'Timed out acquiring connection from connection pool.')
  }
  if (error instanceof pg.DatabaseError && !/^(08|57P0)/.test(error.code)) return undefined
  return new Refusal(503, 'PGRST001', 'Could not query the database', { cause: error })
}

/**
 * The reason phrase that PostgREST writes for this error: the message of a `PTxyz` error, unescaped, so that a line
 * break in it would begin a header. Undefined for every other error.
 */
export function phraseOf({ code, message } = {}) {
  return /^PT\d{3}$/.test(code) ? message : undefined
}

/** The error in the form that Lite passes on unchanged: PostgREST's way for SQL to choose the response. */
export function answerTo(error) {
  const { code, message, detail: details, hint } = error ?? {}
  if (!/^[0-9A-Z]{5}$/.test(code) || LEFT_TO_LITE.test(code) || error.relation !== undefined) return error
  // PostgREST hands the body to Postgres as JSON, which has its own word for NUL.
  if (code === '22021' && message.endsWith('0x00')) return answerTo({ ...NUL_IN_JSON })
  const status = statusOf(code)
  const said = { code, message, details, hint }
  const cause = status >= 500 ? error : undefined
  return { code: 'PGRST', message: JSON.stringify(said), detail: JSON.stringify({ status, headers: {} }), cause }
}

/** Lite logs every error of every statement: keep only those that aren't the client's fault. */
export function quieten(log) {
  return (first, ...rest) => {
    const ofClient = first instanceof Refusal || first?.relation !== undefined || (LEFT_TO_LITE.test(first?.code) && !first.cause)
    if (!ofClient) log(first?.cause ?? first, ...rest)
  }
}
