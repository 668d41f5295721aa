// Checks of a request's method and path, before any rule is chosen by path.
import { Refusal } from './refusal.mjs'

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
// What a client calls, spelled out: a path that only looks like one of these to whoever decodes it, or ignores case, would
// get round the rules that go by its beginning.
const SERVICES = /^\/(rest|auth|storage|functions)\/v1\//
const DATA_API = /^\/rest\/v1\/(rpc\/)?[^/]*$/
// What could be read as another path: `//`, `.` and `..`, a backslash, a fragment, a character that no URL has; or escaped
// though it needn't be (a letter, a digit, `-._~`), or must not be (a slash, a backslash, a control character).
const AMBIGUOUS =
  /^[^/]|\/\/|\/\.{1,2}(\/|$)|[^!-~]|[\\#"<>^`{|}]|%(?![\da-f]{2})|%(2[def]|3\d|[46][1-9a-f]|[57][\da]|5[cf]|7[ef]|[01]\d|[01][a-f])/i
// Lite would run out of stack a few hundred brackets deeper.
const DEEPEST = 64

/**
 * Refuse an unknown method (405); a path that a URL parser would rewrite (400), because the rules for `/storage/v1/…`
 * must not be applied to what is then served as `/rest/v1/…`; one that nothing is served at (404); and a query with NUL
 * or nested too deeply (400).
 */
export function checkTarget({ method, url }) {
  if (!METHODS.includes(method)) throw new Refusal(405, 'PGRST117', `Unsupported HTTP method: ${method}`)
  const { path, query } = split(url)
  if (AMBIGUOUS.test(path)) throw new Refusal(400, 'PGRST125', 'Invalid path specified in request URL')
  if (!SERVICES.test(path) || (path.startsWith('/rest/v1/') && !DATA_API.test(path))) {
    throw new Refusal(404, 'PGRST125', 'Invalid path specified in request URL')
  }
  if (path === '/rest/v1/rpc/') throw new Refusal(404, 'PGRST202', 'Could not find the function in the schema cache')
  if (/%00/.test(query)) throw new Refusal(400, '22021', 'The query contains the character NUL')
  if (depthOf(query) > DEEPEST) throw new Refusal(400, 'PGRST100', 'The query is nested too deeply')
}

/** A request's path and query, which begins after the first `?`: more of them are the query's own. */
export function split(url) {
  const at = url.indexOf('?')
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) }
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
