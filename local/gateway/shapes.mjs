// What the API exposes: the types of every column and argument, for reading JSON the way Postgres reads it, and which
// functions only read.
import pg from 'pg'

const SHAPES = `
  with types as (
    select t.oid,
           t.typcategory = 'A' as is_array,
           coalesce(element.typname, base.typname, t.typname) in ('json', 'jsonb') as is_json
    from pg_catalog.pg_type t
    left join pg_catalog.pg_type element on t.typcategory = 'A' and element.oid = t.typelem
    left join pg_catalog.pg_type base on base.oid = nullif(t.typbasetype, 0)
  )
  select c.relname as owner, a.attname as name, t.is_array, t.is_json, true as is_column
  from pg_catalog.pg_class c
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join types t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select 'rpc/' || p.proname, coalesce(argument.name, ''), t.is_array, t.is_json, false
  from pg_catalog.pg_proc p
  cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as argument (name, type)
  join types t on t.oid = argument.type
  where p.pronamespace = 'public'::regnamespace`

// The functions that only read. All overloads of a name must.
const READERS = `
  select p.proname as name
  from pg_catalog.pg_proc p
  where p.pronamespace = 'public'::regnamespace
  group by p.proname
  having bool_and(p.provolatile <> 'v')`

/** A value that doesn't fit the type of its column or argument; `message` is Postgres' own. */
export class BadValue extends Error {}

/** `{NULL,"a"}` for `[null, "a"]`; arrays as elements of a JSON type stay JSON. */
function asArray(values, isJson) {
  return pg.utils.prepareValue(isJson ? values.map((one) => (one === null ? null : JSON.stringify(one))) : values)
}

function asPostgresReads(value, name, { is_array: isArray, is_json: isJson, is_column: isColumn }) {
  if (value === null) return null
  if (isArray) {
    if (Array.isArray(value)) return asArray(value, isJson)
    if (typeof value === 'string') return value
    throw new BadValue(`expected JSON array in value of key "${name}"`)
  }
  // Lite parses values of columns once more, but leaves arguments as they are.
  if (isJson) return isColumn ? JSON.stringify(JSON.stringify(value)) : JSON.stringify(value)
  return typeof value === 'object' || typeof value === 'boolean' ? JSON.stringify(value) : value
}

export class Shapes {
  #postgres
  #loading

  constructor(postgres) {
    this.#postgres = postgres
  }

  /** Clear the cache: the schema has changed. */
  reload() {
    this.#loading = undefined
  }

  async #load() {
    const shapes = new Map()
    for (const row of await this.#postgres.read(SHAPES)) {
      const fields = shapes.get(row.owner) ?? new Map()
      shapes.set(row.owner, fields.set(row.name, row))
    }
    const readers = await this.#postgres.read(READERS)
    return { shapes, readers: new Set(readers.map((row) => `/rest/v1/rpc/${row.name}`)) }
  }

  #known() {
    if (this.#loading) return this.#loading
    const loading = this.#load()
    this.#loading = loading
    // Don't cache a failure.
    loading.catch(() => this.#loading === loading && this.reload())
    return loading
  }

  /** Whether PostgREST would run this request in a read-only transaction: a read, or a call of a read-only function. */
  async onlyReads({ method, path }) {
    if (!path.startsWith('/rest/v1/')) return false
    return ['GET', 'HEAD'].includes(method) || (await this.#known()).readers.has(path)
  }

  /**
   * `row` with every value as the text that Postgres' own JSON functions would produce for the column or argument
   * of that name: Lite would send `{"a": 1}` to a text column as `[object Object]`, and null in an array as "NULL".
   */
  async readable(owner, row) {
    const fields = (await this.#known()).shapes.get(owner)
    if (!fields) return row
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const shape = fields.get(name)
        return [name, shape ? asPostgresReads(value, name, shape) : value]
      }),
    )
  }
}
