// Supabase Lite's connection to Postgres, made to treat requests, values and errors as PostgREST does.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { PostgresConnection } from '@supabase/lite/postgres'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import arrays from 'postgres-array'
import { answerTo, refusalOf } from './errors.mjs'

/** The HTTP request that the current work is for: `{ method, path, headers, readOnly, role }`. */
export const currentRequest = new AsyncLocalStorage()

const RECONNECT_SECONDS = 0.1
const CONNECT_SECONDS = 5
const RETRY_MS = 500
// PostgREST's db-pool-acquisition-timeout.
const PATIENCE_MS = 10_000

// Hosted gives each role its own limit, and PostgREST applies it to every request.
const TIMEOUTS = { anon: '3s', authenticated: '8s', service_role: '8s' }

const withT = (value) => value.replace(' ', 'T')
// By the type's oid, what Lite reads otherwise: values as Postgres writes them in JSON.
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

export class GatewayConnection extends PostgresConnection {
  /** How often the schema was read: a statement prepared before may have had other columns. */
  schema = 0

  /** PostgREST's db_pre_request: the function that each request of the Data API calls first, as its own role. */
  preRequest = null

  constructor({ url, poolSize }) {
    super({
      url,
      postgresOptions: {
        // Only to listen: all else is asked through the pool.
        max: 1,
        fetch_types: false,
        onnotice: () => {},
        // Postgres is next door: when it is back, so are we.
        backoff: () => RECONNECT_SECONDS,
        connect_timeout: CONNECT_SECONDS,
      },
    })
    this.parsers = { ...this.driver.options.parsers, ...PARSERS }
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'spotter gateway',
      // Storage deletes its rows outside of any request's transaction; there, see below, it is taken back.
      options: '-c TimeZone=UTC -c storage.allow_delete_query=true',
      max: poolSize,
      connectionTimeoutMillis: PATIENCE_MS,
      idleTimeoutMillis: 0,
      types: { getTypeParser: (oid) => this.parsers[oid] ?? String },
    })
    // A connection that breaks leaves the pool; who was using it gets the error from its own query.
    this.pool.on('error', () => {})
    this.pool.on('connect', (client) => client.on('error', () => {}))
    // Lite's own pool, postgres.js 3.4.9, is not for a server that goes away: it gives a connection that broke to the
    // next request, loses a place with every failed connect of a reservation, and ends the process by writing to a
    // socket that is gone (github.com/porsager/postgres, issue 1208).
    this.kysely = new Kysely({ dialect: new PostgresDialect({ pool: { connect: () => this.connect() } }) })
  }

  /** What a transaction runs on. As PostgREST, it prepares once what has parameters; the rest may be several statements. */
  async connect() {
    const client = await noted(this.pool.connect())
    return {
      release: () => client.release(),
      query: (text, values) =>
        noted(values.length ? client.query({ name: this.#nameOf(text), text, values }) : client.query(text)),
    }
  }

  #nameOf(text) {
    return `${this.schema} ${createHash('md5').update(text).digest('hex')}`
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

  async close() {
    // It would wait for whoever still has a connection.
    this.pool.end()
    await super.close()
  }

  /** Lite would GRANT ALL on every table of each schema with row level security here. Never. */
  async ensureRlsContext() {
    return true
  }

  /** One round trip where Lite takes six, and with the settings that PostgREST makes for every request. */
  async applyJwtSessionContext(transaction, context) {
    const claims = context.auth?.jwt ?? { role: context.auth?.role ?? 'anon' }
    const role = claims.role ?? 'anon'
    // `authenticator`, which can't become any other, is the session's user on hosted; here it is the tables' owner.
    if (!Object.hasOwn(TIMEOUTS, role)) {
      throw Object.assign(new Error(`permission denied to set role "${role}"`), { code: '42501' })
    }
    const request = currentRequest.getStore()
    request.role = role
    await sql`
      select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
             set_config('request.method', ${request.method}, true),
             set_config('request.path', ${request.path.replace('/rest/v1', '')}, true),
             set_config('request.headers', ${JSON.stringify(request.headers)}, true),
             set_config('storage.operation', ${String(context.storage?.operation ?? '')}, true),
             set_config('storage.allow_delete_query', ${String(request.path.startsWith('/storage/v1/'))}, true),
             set_config('response.status', '', true),
             set_config('response.headers', '', true),
             set_config('statement_timeout', ${TIMEOUTS[role]}, true),
             set_config('transaction_read_only', ${request.readOnly ? 'on' : 'off'}, true),
             set_config('role', ${role}, true)
    `.execute(transaction)
    // Once a request, though Lite may take several transactions for it.
    if (this.preRequest && request.path.startsWith('/rest/v1/') && !request.isAsked) {
      await sql.raw(`select ${this.preRequest}()`).execute(transaction)
      request.isAsked = true
    }
  }

  /** All done by applyJwtSessionContext. */
  async applyRpcRequestGucs() {}

  /** Lite answers every class of error that it doesn't know with 500; PostgREST's table knows them all. */
  normalizeDbError(error) {
    const request = currentRequest.getStore()
    return request?.path.startsWith('/rest/v1/') ? answerTo(error) : error
  }

  /** PostgREST tells a one-to-one relationship by constraints; Lite by unique indexes too, even partial ones. */
  async introspect(options) {
    const found = await super.introspect(options)
    // Lite answers a failure with a schema that has nothing in it: every request would find its table or function gone.
    if (!found.functions) throw new Error('The schema could not be read')
    found.indexes = []
    return found
  }

  /** Reads the schema, and again whenever it changes, after telling `forget`: see extensions.pgrst_ddl_watch. */
  async watchSchema(forget) {
    const look = async () => {
      try {
        forget()
        this.schema++
        await this.readArrays()
        await this.readPreRequest()
        await this.clearSchemaCache()
        await this.introspect({ useCache: true })
      } catch (error) {
        // Postgres went away meanwhile. What was read before may be wrong by now, so it isn't left at that.
        console.error(error)
        setTimeout(look, RETRY_MS).unref()
      }
    }
    await this.driver.listen('pgrst', look, look)
  }

  /** As PostgREST, from the settings of its role. Locally databases share their roles: only where it can be called. */
  async readPreRequest() {
    const [found] = await this.read(`
      select to_regproc(split_part(o.setting, '=', 2))::text as name
      from pg_catalog.pg_db_role_setting s
      cross join unnest(s.setconfig) o (setting)
      where s.setrole = to_regrole('authenticator') and o.setting like 'pgrst.db_pre_request=%'
        and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
      order by s.setdatabase desc`)
    this.preRequest = found?.name ?? null
  }

  /** Learn the arrays of every type there is now. */
  async readArrays() {
    const pairs = await this.read('select oid, typarray from pg_catalog.pg_type where typarray <> 0')
    for (const { oid, typarray } of pairs) {
      this.parsers[typarray] = (value) => arrays.parse(value, this.parsers[oid] ?? String)
    }
  }
}
