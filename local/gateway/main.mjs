// One origin for everything a client calls, as in a hosted project: Supabase Lite for the Data API, Auth and
// Storage, and the functions under /functions/v1.
import http from 'node:http'
import { App } from '@supabase/lite'
import { checkJson, read } from './bodies.mjs'
import { GatewayConnection } from './connection.mjs'
import { quieten } from './errors.mjs'
import { FolderStorage, unpacked } from './files.mjs'
import { forward, problem } from './functions.mjs'
import { splitQuery } from './nested.mjs'
import { Refusal } from './refusal.mjs'
import { currentRequest } from './request.mjs'
import { checkFilter, checkToken, mended, preferred, zoneOf } from './rest.mjs'
import { checkService, isUpload } from './services.mjs'
import { settings } from './settings.mjs'
import { Shapes } from './shapes.mjs'
import { checkTarget, METHODS, split } from './target.mjs'
import { inTurn } from './turns.mjs'

console.error = quieten(console.error)
// As docs/deployment.md asks for: more than one user's requests may occupy (sql/limits/request_limits.sql).
const POOL_SIZE = 24
const origin = `http://127.0.0.1:${settings.port}`
const connection = new GatewayConnection({ url: settings.databaseUrl, poolSize: POOL_SIZE })
const shapes = new Shapes(connection.postgres)

/**
 * Lite looks up a token's user and session before every request, but the Data API doesn't use the result: like
 * PostgREST, it accepts a valid token until it expires. Lite skips the lookup if the context already has both.
 */
async function withoutLookup(context, next) {
  if (context.req.path.startsWith('/rest/v1/')) {
    context.set('userId', 'not looked up')
    context.set('sessionId', 'not looked up')
  }
  await next()
}

const app = new App({
  connection,
  api: { schemas: ['public'], external_url: origin, max_rows: settings.config.max_rows },
  auth: {
    enabled: true,
    jwt_secret: settings.jwtSecret,
    publishable_key: settings.publishableKey,
    secret_key: settings.secretKey,
    jwt_expiry: settings.config.jwt_expiry,
    minimum_password_length: settings.config.minimum_password_length,
    email: { enable_confirmations: false },
  },
  storage: { enabled: true, file_size_limit: settings.config.file_size_limit },
  studio: { enabled: false },
  options: { server: { middlewares: [withoutLookup] } },
})
app._storageAdapter = new FolderStorage(settings.filesFolder)

function refuse(response, { status, code, message, details = null }) {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
  response.end(JSON.stringify({ code, message, details, hint: null }))
}

/** What Lite makes of a query of this table, which isn't run. Throws Refusal if Lite refuses it. */
async function parse({ headers }, table, query) {
  const call = { method: 'GET', path: `/rest/v1/${table}`, headers, isParsed: true }
  const { apikey, authorization } = headers
  const known = Object.entries({ apikey, authorization }).filter(([, value]) => value !== undefined)
  const request = new Request(`${origin}${call.path}?${query}`, { headers: known })
  const reply = await currentRequest.run(call, () => app.fetch(request))
  if (call.read) return call.read
  const { code, message, details } = await reply.json()
  throw new Refusal(reply.status, code, message, { details })
}

async function answer(request, response) {
  checkTarget(request)
  const body = await read(request)
  // Functions have a process of their own, and some of their answers take a minute.
  if (request.url.startsWith('/functions/v1/')) return forward(request, response, body, settings.functionsPort)
  // Whoever sends slowly takes no turn until all is here.
  await inTurn(request.headers.authorization, () => serve(request, response, body))
}

async function serve(request, response, body) {
  const service = request.url.split('/', 2)[1]
  // Bytes of a file are whatever they are.
  const isFile = service === 'storage' && isUpload(request)
  // Lite answers 500 where it wants an object and gets nothing.
  if (service === 'storage' && !isFile && ['POST', 'PUT', 'DELETE'].includes(request.method)) body ??= Buffer.from('{}')
  if (body && !isFile) {
    checkJson(body)
    if (service !== 'rest') checkService(service, body, request.headers['content-type'])
  }
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  if (request.url.startsWith('/rest/v1/')) {
    checkToken(request.headers.authorization)
    checkFilter(request)
    headers.set('prefer', preferred(request.headers.prefer ?? ''))
  }
  const bare = await unpacked(request.url, headers, body)
  const call = { method: request.method, path: new URL(request.url, origin).pathname, headers: request.headers }
  call.zone = zoneOf(headers.get('prefer') ?? '')
  call.readOnly = await shapes.onlyReads(call)
  let url = request.url
  if (service === 'rest') {
    const { path, query } = split(url)
    const parts = splitQuery(query)
    call.nested = parts.nested
    call.parse = (table, nested) => parse(call, table, nested)
    url = `${path}?${parts.query}`
  }
  const reply = await currentRequest.run(call, async () =>
    app.fetch(
      new Request(origin + url, {
        // Lite reads no arguments from the query of a HEAD.
        method: request.method === 'HEAD' ? 'GET' : request.method,
        headers,
        body: await mended(shapes, call, bare),
      }),
      { peerAddress: request.socket.remoteAddress },
    ),
  )
  if (reply.status >= 400 && call.refusal) throw call.refusal
  // PostgREST would send the line break, and a header of the client's choice after it: no test may miss that.
  if (/[^ -~]/.test(call.phrase)) throw new Error(`Not a reason phrase: ${JSON.stringify(call.phrase)}`)
  response.writeHead(reply.status, call.phrase, Object.fromEntries(reply.headers))
  response.end(request.method === 'HEAD' ? undefined : Buffer.from(await reply.arrayBuffer()))
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (error instanceof Refusal) {
      // The rest of a body that is too large was not read, so the connection can't be reused.
      if (error.status === 413) response.setHeader('connection', 'close')
      if (error.status === 405) response.setHeader('allow', METHODS.join(', '))
      const say = request.url.startsWith('/functions/v1/') ? problem : refuse
      return say(response, error)
    }
    console.error(error)
    if (response.headersSent) response.destroy()
    else refuse(response, { status: 500, code: 'gateway', message: 'The gateway failed; see its log' })
  })
})

// Node's default of 5 s is also httpx's (supabase-py): a request could be sent just as the connection is closed.
server.keepAliveTimeout = 75_000

async function stop() {
  server.close()
  server.closeAllConnections()
  await connection.close()
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', () => {}) // Ctrl-C reaches the whole process group; our parent says when to stop
process.stdin.on('end', stop).resume() // ... and stop if the parent is gone

await app.init()
await connection.watchSchema(() => shapes.reload())
server.listen(settings.port, '127.0.0.1', () => console.log(`ready on ${origin}`))
