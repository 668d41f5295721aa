// /functions/v1/<name>: forwarded to the Python process that runs the same ASGI apps as Lambda.
import http from 'node:http'
import { randomUUID } from 'node:crypto'

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, x-client-info, content-type, idempotency-key, x-request-id',
  'access-control-expose-headers': 'retry-after, x-request-id',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-max-age': '86400',
}

export function problem(response, { status, code, message }) {
  const body = { type: 'about:blank', title: message, status, code, request_id: randomUUID() }
  response.writeHead(status, { ...CORS, 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(body))
}

// Hop-by-hop headers: they describe the client's connection, not ours.
function passedOn({ connection, 'transfer-encoding': encoding, expect, ...headers }, length) {
  return { ...headers, 'content-length': length }
}

/** Forward the request with its already read body; the answer is streamed. */
export function forward(request, response, body, port) {
  if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end()
  const upstream = http.request(
    {
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url.replace('/functions/v1', ''),
      headers: passedOn(request.headers, body?.length ?? 0),
    },
    (answer) => {
      response.writeHead(answer.statusCode, { ...answer.headers, ...CORS })
      answer.pipe(response)
    },
  )
  upstream.on('error', () => {
    if (response.headersSent) response.destroy()
    else problem(response, { status: 503, code: 'unavailable', message: 'The functions are not running' })
  })
  response.on('close', () => upstream.destroy())
  upstream.end(body)
}
