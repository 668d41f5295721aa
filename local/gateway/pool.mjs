// The connections that requests take for their transactions.
//
// The driver's own pool (postgres.js 3.4.9) is not for a server that goes away: it gives a connection that broke to the
// next request while the one before still writes to it, loses a place with every failed connect of a reservation, and
// ends the process by writing to a socket that is gone (github.com/porsager/postgres, issue 1208). So each connection
// here is a driver of its own, of one reservation, and is thrown away when it breaks.
import postgres from 'postgres'
import { Refusal } from './refusal.mjs'

// PostgREST's db-pool-acquisition-timeout.
const PATIENCE_MS = 10_000

const lost = () => Object.assign(new Error('The connection is lost'), { code: 'CONNECTION_CLOSED' })

/** One connection to Postgres, until it breaks. */
class Line {
  isLost = false
  #driver
  #reserved
  #refusals = new Set()

  constructor(options, onLost) {
    this.#driver = postgres({
      ...options,
      max: 1,
      max_lifetime: null,
      shared: { ...options.shared, retries: 0 },
      onclose: () => {
        this.isLost = true
        for (const refuse of this.#refusals) refuse(lost())
        onLost(this)
      },
    })
  }

  async open() {
    // Without a query of its own, a connection isn't given to who reserves it.
    await this.#settled(this.#driver.unsafe('select'))
    this.#reserved = await this.#settled(this.#driver.reserve())
  }

  async unsafe(text, values, options) {
    // With the connection its transaction is gone.
    if (this.isLost && text === 'rollback') return Object.assign([], { command: 'ROLLBACK', count: null })
    // What follows would be no part of that transaction, nor may it be written to a closed socket.
    if (this.isLost) throw lost()
    return this.#settled(this.#reserved.unsafe(text, values, options))
  }

  close() {
    return this.#driver.end({ timeout: 0 })
  }

  /** Not all that the driver is asked is answered when it loses its connection. */
  #settled(work) {
    return new Promise((resolve, reject) => {
      this.#refusals.add(reject)
      work.then(resolve, reject).finally(() => this.#refusals.delete(reject))
    })
  }
}

export class Pool {
  #options
  #idle = []
  #waiting = []
  #lines = new Set()
  #size

  /** `options` are a driver's; its parsers are shared, so that what it learns is known here. */
  constructor(options, size) {
    this.#options = options
    this.#size = size
  }

  /**
   * A connection that is the caller's alone until it is given back. Throws Refusal (504) when none comes free in time,
   * or the reason why none could be made.
   */
  async take() {
    const line = this.#idle.pop() ?? (await this.#place())
    if (line) return line
    const opened = new Line(this.#options, (lost) => this.#forget(lost))
    this.#lines.add(opened)
    try {
      await opened.open()
    } catch (error) {
      this.#forget(opened)
      throw error
    }
    return opened
  }

  /** Take it back; one that broke meanwhile is gone already. */
  give(line) {
    if (line.isLost) return
    const next = this.#waiting.shift()
    if (next) next(line)
    else this.#idle.push(line)
  }

  async close() {
    await Promise.all([...this.#lines].map((line) => line.close()))
  }

  /** Undefined where there is room for another connection, at once or after a while; or one that has come free. */
  #place() {
    if (this.#lines.size < this.#size) return undefined
    return new Promise((resolve, reject) => {
      const next = (line) => {
        clearTimeout(timer)
        resolve(line)
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(next), 1)
        reject(new Refusal(504, 'PGRST003', 'Timed out acquiring connection from connection pool.'))
      }, PATIENCE_MS)
      this.#waiting.push(next)
    })
  }

  #forget(line) {
    if (!this.#lines.delete(line)) return
    this.#idle = this.#idle.filter((other) => other !== line)
    line.close()
    this.#waiting.shift()?.(undefined)
  }
}
