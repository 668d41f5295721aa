// What a request asks for, before anything decides by its address which rules hold for it.
import { Refusal } from './refusal.mjs'

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
// A second reader could take each of these for another path: `//host`, a backslash, `.` and `..`, escaped ones too.
const AMBIGUOUS = /^[^/]|^\/\/|\\|\/(\.|%2e){1,2}(\/|$)/i
// Lite runs out of stack some hundreds of brackets deeper.
const DEEPEST = 64

/**
 * Refuse a method that nothing here knows (405); an address that a URL parser would rewrite (400), because the rules for
 * `/storage/v1/…` must not hold for what is then served as `/rest/v1/…`; and filters nested too deeply (400).
 */
export function checkTarget({ method, url }) {
  if (!METHODS.includes(method)) throw new Refusal(405, 'PGRST117', `Unsupported HTTP method: ${method}`)
  const [path, query] = url.split('?', 2)
  if (AMBIGUOUS.test(path)) throw new Refusal(400, 'PGRST125', 'Invalid path specified in request URL')
  if (depthOf(query ?? '') > DEEPEST) throw new Refusal(400, 'PGRST100', 'The query is nested too deeply')
}

function depthOf(query) {
  let depth = 0
  let deepest = 0
  for (const [bracket] of query.matchAll(/\(|\)|%28|%29/g)) {
    depth = bracket === '(' || bracket === '%28' ? depth + 1 : Math.max(depth - 1, 0)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
