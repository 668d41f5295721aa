// Supabase Lite's connection to Postgres, made to treat requests, values and errors as PostgREST does.
import { PostgresConnection } from '@supabase/lite/postgres'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { answerTo, phraseOf } from './errors.mjs'
import { NAME, Postgres } from './postgres.mjs'
import { Embeds } from './embeds.mjs'
import { applyNested } from './nested.mjs'
import { Refusal } from './refusal.mjs'
import { currentRequest } from './request.mjs'
import { withWildcards } from './rest.mjs'

const RECONNECT_SECONDS = 0.1
const CONNECT_SECONDS = 5
const RETRY_MS = 500

// Hosted projects give each role its own limit, which PostgREST applies to every request.
const TIMEOUTS = { anon: '3s', authenticated: '8s', service_role: '8s' }

export class GatewayConnection extends PostgresConnection {
  /** PostgREST's db_pre_request: the function that each request of the Data API calls first, as its own role. */
  preRequest = null
  /** How long a statement of the Data API waits for a lock, as set for its role. */
  lockTimeout = '0'
  #embeds
  #roles = new Set()

  constructor({ url, poolSize }) {
    super({
      url,
      postgresOptions: {
        // Lite's own driver, used only to listen. Its pool (postgres.js 3.4.9) can't cope with server restarts: it
        // gives a broken connection to the next request, loses a slot with every failed connect of a reservation, and
        // crashes the process by writing to a closed socket (github.com/porsager/postgres, issue 1208).
        max: 1,
        fetch_types: false,
        onnotice: () => {},
        // Postgres is local, so reconnect without backing off.
        backoff: () => RECONNECT_SECONDS,
        connect_timeout: CONNECT_SECONDS,
        connection: { application_name: NAME },
      },
    })
    this.postgres = new Postgres(url, poolSize, this.driver.options.parsers)
    this.#embeds = new Embeds(this.postgres)
    this.kysely = new Kysely({ dialect: new PostgresDialect({ pool: this.postgres }) })
  }

  async close() {
    await Promise.all([this.postgres.end(), super.close()])
  }

  /** Does nothing: Lite would GRANT ALL on every table with row level security here. */
  async ensureRlsContext() {
    return true
  }

  /** One round trip instead of Lite's six, with the settings that PostgREST makes for every request. */
  async applyJwtSessionContext(transaction, context) {
    const claims = context.auth?.jwt ?? { role: context.auth?.role ?? 'anon' }
    const role = claims.role ?? 'anon'
    const request = currentRequest.getStore()
    // On hosted projects the session's user, `authenticator`, can only become these; here it owns the tables.
    if (!Object.hasOwn(TIMEOUTS, role)) {
      request.refusal = this.#roles.has(role)
        ? new Refusal(403, '42501', `permission denied to set role "${role}"`)
        : new Refusal(401, '22023', `role "${role}" does not exist`)
      throw request.refusal
    }
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
             set_config('lock_timeout', ${request.path.startsWith('/rest/v1/') ? this.lockTimeout : '0'}, true),
             set_config('TimeZone', ${request.zone ?? 'UTC'}, true),
             set_config('transaction_read_only', ${request.readOnly ? 'on' : 'off'}, true),
             set_config('role', ${role}, true)
    `.execute(transaction)
    // Once per request, though Lite may use several transactions for it.
    if (this.preRequest && request.path.startsWith('/rest/v1/') && !request.isAsked) {
      await sql.raw(`select ${this.preRequest}()`).execute(transaction)
      request.isAsked = true
    }
  }

  /** Does nothing: applyJwtSessionContext does it all. */
  async applyRpcRequestGucs() {}

  /** Lite answers 500 to unknown classes of errors; PostgREST's table covers all of them. */
  normalizeDbError(error) {
    const request = currentRequest.getStore()
    if (!request?.path.startsWith('/rest/v1/')) return error
    request.phrase = phraseOf(error)
    return answerTo(error)
  }

  /** Called with each request of the Data API once Lite has read it (Storage's own go through it as well). */
  async onPostgrestAST(read, context) {
    const request = currentRequest.getStore()
    if (!request.path.startsWith('/rest/v1/')) return super.onPostgrestAST(read, context)
    if (request.isParsed) {
      request.read = read
      throw new Refusal(400, 'PGRST100', 'Only parsed')
    }
    try {
      await this.#embeds.check(read)
      await applyNested(read, request.nested, request.parse)
    } catch (error) {
      // Lite would answer 500.
      if (error instanceof Refusal) request.refusal = error
      throw error
    }
    return super.onPostgrestAST(withWildcards(read), context)
  }

  /** PostgREST detects one-to-one relationships by constraints; Lite also by unique indexes, even partial ones. */
  async introspect(options) {
    const found = await super.introspect(options)
    // On failure Lite returns an empty schema: every request would get "table or function not found".
    if (!found.functions) throw new Error('The schema could not be read')
    found.indexes = []
    return found
  }

  /** Reads the schema, and again on every change, after calling `forget`: see extensions.pgrst_ddl_watch. */
  async watchSchema(forget) {
    const look = async () => {
      try {
        forget()
        this.#embeds.reload()
        await this.postgres.readTypes()
        await this.readSettings()
        await this.clearSchemaCache()
        await this.introspect({ useCache: true })
      } catch (error) {
        // Postgres went away meanwhile, so the schema that was read may be out of date: retry.
        console.error(error)
        setTimeout(look, RETRY_MS).unref()
      }
    }
    await this.driver.listen('pgrst', look, look)
  }

  /** Read from the role's settings, as by PostgREST. Local databases share roles, so only if it can be called here. */
  async readSettings() {
    const found = await this.postgres.read(`
      select split_part(o.setting, '=', 1) as name, split_part(o.setting, '=', 2) as value,
             to_regproc(split_part(o.setting, '=', 2))::text as procedure
      from pg_catalog.pg_db_role_setting s
      cross join unnest(s.setconfig) o (setting)
      where s.setrole = to_regrole('authenticator')
        and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
      order by s.setdatabase desc`)
    this.#roles = new Set((await this.postgres.read('select rolname from pg_catalog.pg_roles')).map((row) => row.rolname))
    const setting = (name) => found.find((row) => row.name === name)
    this.preRequest = setting('pgrst.db_pre_request')?.procedure ?? null
    this.lockTimeout = setting('lock_timeout')?.value ?? '0'
  }
}
