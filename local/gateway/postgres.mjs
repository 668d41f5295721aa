// The connections to Postgres that requests take for their transactions, and how values are read from them.
import { createHash } from 'node:crypto'
import pg from 'pg'
import arrays from 'postgres-array'
import { refusalOf } from './errors.mjs'
import { currentRequest } from './request.mjs'

/** What Postgres knows our connections by. */
export const NAME = 'spotter gateway'

// PostgREST's db-pool-acquisition-timeout.
const PATIENCE_MS = 10_000

const withT = (value) => value.replace(' ', 'T')
// By the type's oid, where Lite reads something else: values as Postgres writes them in JSON.
const PARSERS = {
  1082: String, // date
  1083: String, // time
  1114: withT, // timestamp
  1184: (value) => withT(value).replace(/([+-]\d\d)$/, '$1:00'), // timestamptz
  // numeric: 72.500 is a number; the digits a double can't hold are lost either way
  1700: (value) => (Number.isFinite(Number(value)) ? Number(value) : value),
}

/** Lets the request know that there was no connection for it, or none any more: Lite has many answers to that. */
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

/** A pool of pg's as Kysely's dialect takes it. */
export class Postgres {
  #pool
  #parsers
  // How often the schema was read: a statement prepared before may have had other columns.
  #schema = 0

  /** `parsers` are Lite's, by oid. */
  constructor(url, size, parsers) {
    this.#parsers = { ...parsers, ...PARSERS }
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: NAME,
      // Storage deletes its rows outside of any request's transaction; there, applyJwtSessionContext takes it back.
      options: '-c TimeZone=UTC -c storage.allow_delete_query=true',
      max: size,
      connectionTimeoutMillis: PATIENCE_MS,
      idleTimeoutMillis: 0,
      types: { getTypeParser: (oid) => this.#parsers[oid] ?? String },
    })
    // A connection that breaks leaves the pool; who was using it gets the error from its own query.
    this.#pool.on('error', () => {})
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** A connection that is the caller's alone until it is released. Throws Refusal when there is none (503, 504). */
  async connect() {
    const client = await noted(this.#pool.connect())
    return {
      release: () => client.release(),
      // As PostgREST, prepare once what has parameters.
      query: (text, values) =>
        noted(values.length ? client.query({ name: this.#nameOf(text), text, values }) : client.query(text)),
    }
  }

  /** The rows of a statement that no user asked for. */
  async read(text) {
    const connection = await this.connect()
    try {
      return (await connection.query(text, [])).rows
    } finally {
      connection.release()
    }
  }

  /** Learn the arrays of every type there is now. */
  async readTypes() {
    this.#schema++
    const pairs = await this.read('select oid, typarray from pg_catalog.pg_type where typarray <> 0')
    for (const { oid, typarray } of pairs) {
      this.#parsers[typarray] = (value) => arrays.parse(value, this.#parsers[oid] ?? String)
    }
  }

  /** Close what is idle; it doesn't wait for the others. */
  async end() {
    this.#pool.end()
  }

  #nameOf(text) {
    return `${this.#schema} ${createHash('md5').update(text).digest('hex')}`
  }
}
