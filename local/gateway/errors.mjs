// PostgREST's table of Postgres errors and HTTP statuses (docs.postgrest.org, "Errors").
import { Refusal } from './refusal.mjs'

const BY_CODE = { 23503: 409, 23505: 409, '42P01': 404, '42P17': 500, 53400: 500, P0001: 400 }
const BY_CLASS = {
  '08': 503, '09': 500, '0L': 403, '0P': 403, 25: 500, 28: 403, '2D': 500, 38: 500, 39: 500, '3B': 500, 40: 500,
  53: 503, 54: 500, 55: 500, 57: 500, 58: 500, F0: 500, HV: 500, P0: 500, XX: 500,
} // prettier-ignore

// Lite answers these as PostgREST does, some with knowledge of the request that we don't have.
const LEFT_TO_LITE = /^(PGRST|PT\d\d\d|25006|42501|42703|42883)$/

export function statusOf(code) {
  return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400
}

/** Whether there is no connection to Postgres, or it broke: the driver's own codes and the system's. */
export function isOfConnection(error) {
  return /^(CONNECT|ECONN|EPIPE|08|57P0)/.test(error?.code)
}

/** PostgREST's answer then. */
export const withoutPostgres = () => new Refusal(503, 'PGRST001', 'Could not query the database')

/**
 * The error in the form that Lite passes on as it stands: PostgREST's own way for SQL to choose an answer.
 * An error without an SQLSTATE is the connection's, not the statement's.
 */
export function answerTo(error) {
  const code = error?.code
  if (typeof code !== 'string' || LEFT_TO_LITE.test(code) || error.relation !== undefined) return error
  // EPIPE looks like one.
  const known = /^[0-9A-Z]{5}$/.test(code) && !isOfConnection(error)
  const status = known ? statusOf(code) : 503
  const { message, detail: details, hint } = error
  const said = known ? { code, message, details, hint } : { code: 'PGRST001', message: 'Could not query the database' }
  const cause = status >= 500 ? error : undefined
  return { code: 'PGRST', message: JSON.stringify(said), detail: JSON.stringify({ status, headers: {} }), cause }
}

/** Lite logs every error of every statement: leave in the log what isn't the client's own doing. */
export function quieten(log) {
  return (first, ...rest) => {
    const ofClient = first?.relation !== undefined || (LEFT_TO_LITE.test(first?.code) && !first.cause)
    if (!ofClient) log(first?.cause ?? first, ...rest)
  }
}
