// Workouts that were done without a network and arrive by log_workout, through supabase-js.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, BENCH, Lifter, workout } from './lifter.mjs'

const LOADS = [60, 62.5, 62.5, 65, 60, 67.5, 70, 70, 72.5, 65]
const FIRST_DAY = Date.UTC(2026, 2, 2, 12)

async function workouts(lifter) {
  const exercise_id = await lifter.exercise(BENCH)
  return LOADS.map((logged_weight_kg, n) =>
    workout(
      new Date(FIRST_DAY + n * 2 * 86_400_000),
      [1, 2, 3].map(() => ({ exercise_id, logged_reps: 8, logged_weight_kg })),
    ),
  )
}

async function state(lifter) {
  return {
    profile: await ask(lifter.from('profiles').select('experience_points, level')),
    sessions: await ask(
      lifter.from('workout_sessions').select('started_at, total_volume_kg, total_sets, energy_kcal').order('started_at'),
    ),
    records: await ask(
      lifter.from('personal_records').select('record_type, value, previous_value, achieved_at').order('record_type'),
    ),
    streaks: await ask(lifter.from('streaks').select('streak_type, current_streak, longest_streak').order('streak_type')),
  }
}

test('ten workouts end the same in any order and twice', async () => {
  const [onTime, late] = [await Lifter.join(), await Lifter.join()]
  for (const p_workout of await workouts(onTime)) await onTime.rpc('log_workout', { p_workout })
  const documents = await workouts(late)
  for (const n of [7, 2, 9, 0, 4, 1, 8, 3, 6, 5, 5, 0, 9, 1, 8, 2, 7, 3, 6, 4]) {
    await late.rpc('log_workout', { p_workout: documents[n] })
  }
  assert.deepEqual(await state(late), await state(onTime))
})

test('all ten sent at once, each of them twice, are there once', async () => {
  const lifter = await Lifter.join()
  const documents = await workouts(lifter)
  await Promise.all([...documents, ...documents].map((p_workout) => lifter.rpc('log_workout', { p_workout })))
  const { count } = await lifter.from('session_exercises').select('*', { count: 'exact', head: true })
  assert.equal(count, 30)
})

test('another workout under a known id is refused', async () => {
  const lifter = await Lifter.join()
  const [p_workout] = await workouts(lifter)
  await lifter.rpc('log_workout', { p_workout })
  const { error } = await lifter.client.rpc('log_workout', { p_workout: { ...p_workout, notes: 'other' } })
  assert.equal(error.code, 'PT409')
})
