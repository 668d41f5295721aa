// Which tables can be embedded in which, by PostgREST's rules: Lite finds more, some of them joined by too few columns.
import { Refusal } from './refusal.mjs'

// No view of a screen needs more than plan, day, exercise, its name. Each level can multiply the rows of the one above.
const DEEPEST = 4

// Foreign keys between exposed tables, with the columns on their own side and whether the key makes a table a junction:
// both of its foreign keys are then part of its primary key.
const KEYS = `
  select child.relname as child, parent.relname as parent, f.conname as name,
         array(select a.attname::text from unnest(f.conkey) k join pg_catalog.pg_attribute a
               on a.attrelid = f.conrelid and a.attnum = k) as columns,
         array(select a.attname::text from unnest(f.confkey) k join pg_catalog.pg_attribute a
               on a.attrelid = f.confrelid and a.attnum = k) as referenced,
         exists (select from pg_catalog.pg_constraint p
                 where p.conrelid = f.conrelid and p.contype = 'p' and f.conkey <@ p.conkey) as is_in_key
  from pg_catalog.pg_constraint f
  join pg_catalog.pg_class child on child.oid = f.conrelid and child.relnamespace = 'public'::regnamespace
  join pg_catalog.pg_class parent on parent.oid = f.confrelid and parent.relnamespace = 'public'::regnamespace
  where f.contype = 'f' and f.conparentid = 0`

// What a function's rows can be embedded as: those of the table that it returns, if it returns one.
const RETURNED = `
  select p.proname as name, t.relname as table
  from pg_catalog.pg_proc p
  left join pg_catalog.pg_class t on t.reltype = p.prorettype and t.relkind in ('r', 'p', 'v', 'm')
  where p.pronamespace = 'public'::regnamespace`

// Relationships through views are Lite's.
const TABLES = `
  select relname as name, relkind in ('v', 'm') as is_view from pg_catalog.pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')`

const named = (rows) => new Set(rows.map((row) => row.name))

export class Embeds {
  #postgres
  #loading

  constructor(postgres) {
    this.#postgres = postgres
  }

  /** Clear the cache: the schema has changed. */
  reload() {
    this.#loading = undefined
  }

  #known() {
    if (this.#loading) return this.#loading
    const loading = this.#load()
    this.#loading = loading
    // Don't cache a failure.
    loading.catch(() => this.#loading === loading && this.reload())
    return loading
  }

  async #load() {
    const keys = await this.#postgres.read(KEYS)
    const returned = new Map((await this.#postgres.read(RETURNED)).map((row) => [row.name, row.table]))
    const tables = await this.#postgres.read(TABLES)
    const views = tables.filter((row) => row.is_view)
    return { keys, returned, tables: named(tables), views: named(views) }
  }

  /** Throws Refusal for an unknown table (404), or an embed that PostgREST wouldn't serve, or too deep (400). */
  async check({ function: name, from, join, select }) {
    const known = await this.#known()
    if (!name && !known.tables.has(from)) {
      throw new Refusal(404, 'PGRST205', `Could not find the table 'public.${from}' in the schema cache`)
    }
    checkLevel(known, name ? known.returned.get(name) : from, name ?? from, { join, select }, 1)
  }
}

function checkLevel(known, table, called, { join, select }, depth) {
  for (const [alias, { from, hint }] of Object.entries(join ?? {})) {
    const target = from ?? alias
    if (depth > DEEPEST) throw new Refusal(400, 'PGRST100', `Embeds are at most ${DEEPEST} levels deep`)
    const isOfView = known.views.has(table) || known.views.has(target)
    const found = isOfView ? [target] : related(known.keys, table, target, hint)
    if (!found.length) {
      throw new Refusal(
        400, 'PGRST200', `Could not find a relationship between '${called}' and '${target}' in the schema cache`,
        { details: `Searched for a foreign key relationship between '${called}' and '${target}'${hint ? ` using the hint '${hint}'` : ''} in the schema 'public', but no matches were found.` },
      ) // prettier-ignore
    }
    const inner = select?.find((one) => typeof one === 'object' && Object.hasOwn(one, alias))?.[alias]
    if (inner) checkLevel(known, found[0], found[0], inner, depth + 1)
  }
}

/** The tables that `target` can mean seen from `table`, by PostgREST's findRel. */
function related(keys, table, target, hint) {
  const found = []
  for (const key of keys) {
    const { child, parent, name, columns, referenced } = key
    const single = columns.length === 1
    // A table to itself: its children by its name, its parent by a column. A hint names the column referred to.
    if (child === parent) {
      if (child !== table) continue
      if (hint ? target === table && single && hint === columns[0] : target === table || (single && target === columns[0])) {
        found.push(table)
      }
      continue
    }
    const other = child === table ? parent : parent === table ? child : undefined
    if (!other) continue
    const names = [name, ...(single ? [columns[0]] : [])]
    if (hint ? target === other && [...names, ...(single ? [referenced[0]] : [])].includes(hint) : target === other || names.includes(target)) {
      found.push(other)
    }
  }
  for (const one of keys) {
    if (one.parent !== table || !one.is_in_key) continue
    for (const two of keys) {
      if (two.child !== one.child || two.name === one.name || !two.is_in_key || two.parent !== target) continue
      if (!hint || hint === one.child) found.push(target)
    }
  }
  return found
}
