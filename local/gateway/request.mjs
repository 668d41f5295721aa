import { AsyncLocalStorage } from 'node:async_hooks'

/** The HTTP request that the current work is for: `{ method, path, headers, readOnly, role }`. */
export const currentRequest = new AsyncLocalStorage()
