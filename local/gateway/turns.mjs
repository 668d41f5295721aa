// One client's flood waits behind itself. PostgREST has a thread a processor; here is one for everybody, and whoever comes while two
// hundred requests are being read and answered would wait for all of them.
import { setImmediate } from 'node:timers/promises'

// More than one user's requests may occupy (sql/limits/request_limits.sql), so that what is refused is refused by the database.
const AT_ONCE = 20

// By token: how many requests are being answered, and who waits for one of them to end.
const lines = new Map()

// Whoever ends here lets the next one in: one a round of the event loop, so that what others have sent comes between any two.
let last = Promise.resolve()
const round = () => (last = last.then(() => setImmediate()))

/** What `work` returns, begun when fewer than 20 other requests with this token are being answered. */
export async function inTurn(token, work) {
  if (!token) return work()
  const line = lines.get(token) ?? { running: 0, waiting: [] }
  lines.set(token, line)
  if (line.running < AT_ONCE) line.running++
  else await new Promise((resolve) => line.waiting.push(resolve))
  try {
    return await work()
  } finally {
    await round()
    const next = line.waiting.shift()
    if (next) next()
    else if (--line.running === 0) lines.delete(token)
  }
}
