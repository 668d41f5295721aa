/** A request that PostgREST would refuse and Lite wouldn't, with the response's status and code. */
export class Refusal extends Error {
  constructor(status, code, message, options) {
    super(message, options)
    this.status = status
    this.code = code
  }
}
