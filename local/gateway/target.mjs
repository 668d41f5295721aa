// Checks of a request's method and path, before any rule is chosen by path.
import { Refusal } from './refusal.mjs'

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
// Each of these could be read as another path: `//host`, a backslash, `.` and `..`, also escaped.
const AMBIGUOUS = /^[^/]|^\/\/|\\|\/(\.|%2e){1,2}(\/|$)/i
// Lite would run out of stack a few hundred brackets deeper.
const DEEPEST = 64

/**
 * Refuse an unknown method (405); a path that a URL parser would rewrite (400), because the rules for `/storage/v1/…`
 * must not be applied to what is then served as `/rest/v1/…`; and filters nested too deeply (400).
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
