// The three functions through supabase-js, as an app calls them: answers, problems, repeats, events.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { createClient, FunctionsHttpError } from '@supabase/supabase-js'

const REQUESTS = JSON.parse(process.env.SPOTTER_REQUESTS)
const PEOPLE = JSON.parse(process.env.SPOTTER_PEOPLE)

function connect() {
  return createClient(process.env.SUPABASE_URL, process.env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}

async function signIn(credentials) {
  const client = connect()
  const { error } = await client.auth.signInWithPassword(credentials)
  if (error) throw error
  return client
}

/** The problem with which a function refuses. */
async function refused(client, name, options) {
  const { data, error } = await client.functions.invoke(name, options)
  assert.equal(data, null)
  assert.ok(error instanceof FunctionsHttpError)
  assert.equal(error.context.headers.get('content-type'), 'application/problem+json')
  const problem = await error.context.json()
  assert.deepEqual([problem.status, problem.request_id], [error.context.status, error.context.headers.get('x-request-id')])
  return problem
}

async function answered(client, name, options) {
  const { data, error } = await client.functions.invoke(name, options)
  if (error) throw new Error(await error.context.text())
  return data
}

let premium, free
before(async () => {
  premium = await signIn(PEOPLE.premium)
  free = await signIn(PEOPLE.free)
})

for (const [name, body] of Object.entries(REQUESTS)) {
  test(`${name} answers with an object`, async () => {
    assert.equal((await answered(premium, name, { body })).engine, 'gemini')
  })

  test(`${name} gives the same answer to the same key`, async () => {
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const first = await answered(premium, name, { body, headers })
    assert.deepEqual(await answered(premium, name, { body, headers }), first)
  })

  test(`${name} tells who has no premium`, async () => {
    assert.equal((await refused(free, name, { body })).code, 'premium_required')
  })

  test(`${name} tells who hasn’t signed in`, async () => {
    assert.equal((await refused(connect(), name, { body })).code, 'unauthorized')
  })

  test(`${name} names the fields that are wrong`, async () => {
    const problem = await refused(premium, name, { body: { ...body, surprise: 1 } })
    assert.equal(problem.code, 'invalid')
    assert.deepEqual(
      problem.errors.map(({ field }) => field),
      ['surprise'],
    )
  })

  test(`${name} takes JSON only`, async () => {
    assert.equal((await refused(premium, name, { body: 'a text' })).code, 'unsupported_media_type')
  })
}

test('the coach’s events are read as they come', async () => {
  const body = REQUESTS['coach-chat']
  const response = await answered(premium, 'coach-chat', { body, headers: { Accept: 'text/event-stream' } })
  const names = []
  let rest = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()
    for (const block of blocks) names.push(/^event: (.*)$/m.exec(block)[1])
  }
  assert.deepEqual([names, rest], [['session', 'message', 'done'], ''])
})
