// The pool of connections to Postgres for requests, and the parsers of values.
import { createHash } from 'node:crypto'
import pg from 'pg'
import arrays from 'postgres-array'
import { refusalOf } from './errors.mjs'
import { Refusal } from './refusal.mjs'
import { currentRequest } from './request.mjs'

/** The application_name of our connections. */
export const NAME = 'spotter gateway'

// PostgREST's db-pool-acquisition-timeout.
const PATIENCE_MS = 10_000

const MOST_VALUES = 65_535
const TOO_MANY_VALUES = new Refusal(413, 'too_large', `A request has at most ${MOST_VALUES} values`)

const withT = (value) => value.replace(' ', 'T')
// Parsers by type oid, where Lite's differ: values as Postgres writes them in JSON.
const PARSERS = {
  17: String, // bytea: \x and hexadecimal digits
  1082: String, // date
  1083: String, // time
  1114: withT, // timestamp
  1184: (value) => withT(value).replace(/([+-]\d\d)$/, '$1:00'), // timestamptz
  // numeric: 72.500 is a number; the digits a double can't hold are lost either way
  1700: (value) => (Number.isFinite(Number(value)) ? Number(value) : value),
}

/** Records in the request that it had no connection, or lost it: Lite's answers to that vary. */
async function noted(work) {
  try {
    return await work
  } catch (error) {
    const refusal = refusalOf(error)
    const request = currentRequest.getStore()
    if (request && refusal) request.refusal = refusal
    throw refusal ?? error
  }
}

/** A pg pool in the form that Kysely's dialect expects. */
export class Postgres {
  #pool
  #parsers
  // The number of schema reloads: a statement prepared before one may have had other columns.
  #schema = 0

  /** `parsers` are Lite's, by type oid. */
  constructor(url, size, parsers) {
    this.#parsers = { ...parsers, ...PARSERS }
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: NAME,
      // Storage deletes its rows outside of a request's transaction; within one, applyJwtSessionContext resets this.
      options: '-c TimeZone=UTC -c storage.allow_delete_query=true',
      max: size,
      connectionTimeoutMillis: PATIENCE_MS,
      idleTimeoutMillis: 0,
      types: { getTypeParser: (oid) => this.#parsers[oid] ?? String },
    })
    // A broken connection leaves the pool; its user gets the error from the query.
    this.#pool.on('error', () => {})
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** A connection for exclusive use until it is released. Throws Refusal if there is none (503, 504). */
  async connect() {
    const client = await noted(this.#pool.connect())
    return {
      release: () => client.release(),
      // Like PostgREST, prepare statements with parameters once. The protocol counts them in 16 bits.
      query: (text, values) => {
        if (values.length > MOST_VALUES) return noted(Promise.reject(TOO_MANY_VALUES))
        return noted(values.length ? client.query({ name: this.#nameOf(text), text, values }) : client.query(text))
      },
    }
  }

  /** The rows of a statement of our own, outside of a user's request. */
  async read(text) {
    const connection = await this.connect()
    try {
      return (await connection.query(text, [])).rows
    } finally {
      connection.release()
    }
  }

  /** Register the array types of all current types. */
  async readTypes() {
    this.#schema++
    const pairs = await this.read('select oid, typarray from pg_catalog.pg_type where typarray <> 0')
    for (const { oid, typarray } of pairs) {
      this.#parsers[typarray] = (value) => arrays.parse(value, this.#parsers[oid] ?? String)
    }
  }

  /** Close idle connections without waiting for the others. */
  async end() {
    this.#pool.end()
  }

  #nameOf(text) {
    return `${this.#schema} ${createHash('md5').update(text).digest('hex')}`
  }
}
