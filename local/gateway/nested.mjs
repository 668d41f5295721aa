// Filters, orders and limits of embeds, each applied where its path leads. Lite looks for one name of the path only: it applies
// what is meant for one embed to all of that name, and below the second level it fails or applies nothing.
import { Refusal } from './refusal.mjs'

/** The name of a query's parameter, decoded; undefined if it can't be. */
function nameOf(parameter) {
  try {
    return decodeURIComponent(parameter.split('=', 1)[0].replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** The path of embeds in a parameter's name, and what is left: `['days', 'lines']` and `order` for `days.lines.order`. */
function parted(name) {
  const [, plain, rest] = /^(.*?)((?:->|::).*)?$/s.exec(name)
  const path = plain.split('.')
  let last = path.pop()
  if (/^(and|or)$/.test(last) && path.at(-1) === 'not') last = `${path.pop()}.${last}`
  return { path, own: last + (rest ?? '') }
}

/** A query without what concerns embeds, and that by the embed's path: `{ query, nested: [{ path, query }] }`. */
export function splitQuery(query) {
  const own = []
  const nested = new Map()
  for (const parameter of query.split('&')) {
    const name = nameOf(parameter)
    const read = name === undefined || name.includes('"') ? { path: [] } : parted(name)
    if (!read.path.length) {
      own.push(parameter)
      continue
    }
    const key = read.path.join('.')
    const found = nested.get(key) ?? { path: read.path, parameters: [] }
    found.parameters.push(encodeURIComponent(read.own) + parameter.slice(parameter.split('=', 1)[0].length))
    nested.set(key, found)
  }
  return { query: own.join('&'), nested: [...nested.values()].map(({ path, parameters }) => ({ path, query: parameters.join('&') })) }
}

const embedsOf = (read) => (read.select ?? []).filter((one) => typeof one === 'object').map((one) => Object.entries(one)[0])
const tableOf = (read, alias) => read.join?.[alias]?.from ?? alias

/** The embed at the end of the path, and its table. Throws Refusal (400) if there is none. */
function embedAt(read, path) {
  let found = { read }
  for (const name of path) {
    const embeds = embedsOf(found.read).filter(([alias]) => Object.hasOwn(found.read.join ?? {}, alias))
    const [alias, inner] = embeds.find(([one]) => one === name || tableOf(found.read, one) === name) ?? []
    if (!inner) throw new Refusal(400, 'PGRST108', `'${name}' is not an embedded resource in this request`)
    found = { read: inner, table: tableOf(found.read, alias) }
  }
  return found
}

/**
 * Apply to each embed of Lite's request what the query says of it. `parse` reads a query of a table as Lite does:
 * what concerns an embed is written as if it were requested by itself.
 */
export async function applyNested(read, nested, parse) {
  for (const { path, query } of nested) {
    const { read: embed, table } = embedAt(read, path)
    // What an order or a filter may name.
    const select = embedsOf(embed).map(([alias]) => `${alias}(*)`)
    const { where, ...rest } = await parse(table, `select=${['*', ...select].join(',')}&${query}`)
    if (where) embed.where = { ...embed.where, ...where }
    for (const name of ['order', 'limit', 'offset']) if (rest[name] !== undefined) embed[name] = rest[name]
  }
  return read
}
