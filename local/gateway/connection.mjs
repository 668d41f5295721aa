// Supabase Lite's connection to Postgres, made to treat requests, values and errors as PostgREST does.
import { AsyncLocalStorage } from 'node:async_hooks'
import { PostgresConnection } from '@supabase/lite/postgres'
import { sql } from 'kysely'
import { read, write } from './arrays.mjs'
import { answerTo, isOfConnection, withoutPostgres } from './errors.mjs'
import { Pool } from './pool.mjs'
import { Refusal } from './refusal.mjs'

/** The HTTP request that the current work is for: `{ method, path, headers, readOnly, role }`. */
export const currentRequest = new AsyncLocalStorage()

const RECONNECT_SECONDS = 0.1
const CONNECT_SECONDS = 5
const RETRY_MS = 500

// Hosted gives each role its own limit, and PostgREST applies it to every request.
const TIMEOUTS = { anon: '3s', authenticated: '8s', service_role: '8s' }

const text = (oid) => ({ to: oid, from: [oid], serialize: String, parse: (value) => value })
// Lite hands JSON over as text already; the driver's default would quote it once more.
const json = (oid) => ({
  to: oid,
  from: [oid],
  serialize: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: JSON.parse,
})
const withT = (value) => value.replace(' ', 'T')
const withOffset = (value) => withT(value).replace(/([+-]\d\d)$/, '$1:00')
// As Postgres writes it in JSON, where 72.500 is a number; the digits a double can't hold are lost either way.
const number = (value) => (Number.isFinite(Number(value)) ? Number(value) : value)

const types = {
  json: json(114),
  jsonb: json(3802),
  // The driver's own takes whatever isn't true for false, "yes" too.
  bool: { to: 16, from: [16], serialize: String, parse: (value) => value === 't' },
  date: text(1082),
  time: text(1083),
  numeric: { to: 1700, from: [1700], serialize: String, parse: number },
  timestamp: { ...text(1114), parse: withT },
  timestamptz: { ...text(1184), parse: withOffset },
}

/** Lets the request know that there was no connection for it, or none any more: Lite has many answers to that. */
async function noted(work) {
  try {
    return await work
  } catch (error) {
    const request = currentRequest.getStore()
    const refusal = error instanceof Refusal ? error : isOfConnection(error) && withoutPostgres()
    if (request && refusal) request.refusal = refusal
    throw error
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
        types,
        // readArrays knows more of them; the driver's own reading, cut off, would end the process.
        fetch_types: false,
        onnotice: () => {},
        // Postgres is next door: when it is back, so are we.
        backoff: () => RECONNECT_SECONDS,
        connect_timeout: CONNECT_SECONDS,
        // Storage deletes its rows outside of any request's transaction; there, see below, it is taken back.
        connection: { application_name: 'spotter gateway', 'storage.allow_delete_query': 'true' },
      },
    })
    this.pool = new Pool(this.driver.options, poolSize)
    this.driver.reserve = () => this.reserve()
  }

  /** What a transaction of Lite's runs on: see Pool. */
  async reserve() {
    const line = await noted(this.pool.take())
    return {
      release: () => this.pool.give(line),
      // The driver would have each statement described before it is bound, every time: as PostgREST, prepare it once.
      // What has no parameters isn't described, and may be several statements.
      unsafe: (text, values) =>
        noted(
          values?.length
            ? line.unsafe(`${text} -- ${this.schema}`, values, { prepare: true })
            : line.unsafe(text, values),
        ),
    }
  }

  /** The rows of a statement that no user asked for. */
  async read(text) {
    const line = await this.pool.take()
    try {
      return await line.unsafe(text)
    } finally {
      this.pool.give(line)
    }
  }

  async close() {
    await Promise.all([this.pool.close(), super.close()])
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

  /** Teach the driver the arrays of every type there is now. */
  async readArrays() {
    const { parsers, serializers } = this.driver.options
    const pairs = await this.read('select oid, typarray from pg_catalog.pg_type where typarray <> 0')
    for (const { oid, typarray } of pairs) {
      const parse = parsers[oid] ?? String
      parsers[typarray] = (value) => read(value, parse)
      serializers[typarray] = (value) => (Array.isArray(value) ? write(value) : String(value))
    }
  }
}
