import { AsyncLocalStorage } from 'node:async_hooks'

/** The HTTP request being served: `{ method, path, headers, readOnly, role, zone, nested, parse, phrase, refusal }`. */
export const currentRequest = new AsyncLocalStorage()
