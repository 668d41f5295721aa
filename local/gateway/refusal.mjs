/** A request that PostgREST would refuse and Lite wouldn't, with the response's status and code. */
export class Refusal extends Error {
  constructor(status, code, message, { details = null, ...options } = {}) {
    super(message, options)
    this.details = details
    this.status = status
    this.code = code
  }
}
