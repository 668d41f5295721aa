// What an app on supabase-js has to be able to rely on: embeds, refusals, answers without a row.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { ask, BENCH, connect, Lifter } from './lifter.mjs'

let lifter
before(async () => {
  lifter = await Lifter.join()
})

test('a plan comes whole in one request', async () => {
  const template = await ask(lifter.from('plan_templates').select('id').eq('slug', 'full-body-3').single())
  const id = await lifter.rpc('plan_from_template', { p_template_id: template.id })
  const plan = await ask(
    lifter
      .from('workout_plans')
      .select('*, workout_plan_days(*, workout_plan_day_exercises(*, exercises(name)))')
      .eq('id', id)
      .single(),
  )
  assert.equal(plan.workout_plan_days.length, 3)
  for (const day of plan.workout_plan_days) {
    for (const line of day.workout_plan_day_exercises) assert.ok(line.exercises.name)
  }
})

test('an update of another’s row changes nothing and says so', async () => {
  const stranger = await Lifter.join()
  const { data, error, status } = await stranger.from('profiles').update({ bio: 'mine' }).eq('id', lifter.id).select()
  assert.deepEqual([data, error, status], [[], null, 200])
})

test('a visitor is told to sign in', async () => {
  const { error, status } = await connect().from('profiles').select()
  assert.deepEqual([status, error.code], [401, '42501'])
})

test('nobody raises their own level', async () => {
  const { error, status } = await lifter.from('profiles').update({ level: 99 }).eq('id', lifter.id)
  assert.deepEqual([status, error.code], [403, '42501'])
})

test('a set inserted twice is a conflict, upserted it is there once', async () => {
  const session = await lifter.rpc('start_workout')
  const set = {
    id: crypto.randomUUID(),
    workout_session_id: session.id,
    exercise_id: await lifter.exercise(BENCH),
    set_order: 1,
    logged_reps: 5,
    logged_weight_kg: 60,
  }
  await ask(lifter.from('session_exercises').insert(set))
  assert.equal((await lifter.from('session_exercises').insert(set)).status, 409)
  await ask(lifter.from('session_exercises').upsert(set))
  assert.equal((await ask(lifter.from('session_exercises').select().eq('workout_session_id', session.id))).length, 1)
})

test('an unknown function is a problem with a stable code', async () => {
  const { error } = await lifter.client.functions.invoke('no-such-function', { body: {} })
  const problem = await error.context.json()
  assert.equal(error.context.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual([problem.status, problem.code], [404, 'not_found'])
})

test('the search takes lists and pages', async () => {
  const page = await lifter.rpc('search_exercises', { p_muscles: ['chest', 'triceps'], p_limit: 5 })
  const rest = await lifter.rpc('search_exercises', {
    p_muscles: ['chest', 'triceps'],
    p_limit: 5,
    p_after: page.at(-1).cursor,
  })
  assert.equal(new Set([...page, ...rest].map(({ id }) => id)).size, 10)
})
