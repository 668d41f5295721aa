// From sign-up to a corrected workout through supabase-js. The plan's one day: bench press 3 x 8-12 at 60 kg by
// double progression, squat 3 x 5 at 100 kg with 5 kg a success.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { ask, BENCH, Lifter, SQUAT } from './lifter.mjs'

let lifter, next, first, unread, second, corrected, deleted

async function makePlan() {
  const bench = {
    exercise_id: await lifter.exercise(BENCH),
    order_in_workout: 1,
    target_sets: 3,
    target_reps: '8-12',
    current_suggested_weight_kg: 60,
    progression: { scheme: 'double' },
  }
  const squat = {
    exercise_id: await lifter.exercise(SQUAT),
    order_in_workout: 2,
    target_sets: 3,
    target_reps: '5',
    current_suggested_weight_kg: 100,
    on_success_weight_increase_kg: 5,
  }
  const days = [{ name: 'Day A', order_in_plan: 1, exercises: [bench, squat] }]
  return { id: crypto.randomUUID(), name: 'Two lifts', plan_type: 'full_body', days_per_week: 3, days }
}

function sets(session, target, orders, measures) {
  return orders.map((set_order) => ({
    id: crypto.randomUUID(),
    workout_session_id: session.id,
    exercise_id: target.exercise_id,
    workout_plan_exercise_id: target.plan_exercise_id,
    set_order,
    logged_reps: undefined,
    logged_weight_kg: undefined,
    ...measures,
  }))
}

const kinds = ({ records }) => records.map(({ record_type }) => record_type).sort()

before(async () => {
  lifter = await Lifter.join()
  const planId = await lifter.rpc('create_plan', { p_plan: await makePlan() })
  await lifter.rpc('activate_plan', { p_plan_id: planId })
  next = await lifter.rpc('next_workout')
  const [bench, squat] = next.exercises

  const session = await lifter.rpc('start_workout', { p_plan_workout_id: next.plan_workout_id })
  const benchSets = sets(session, bench, [1, 2, 3], { logged_reps: 10, logged_weight_kg: 60, difficulty_rating: 9 })
  await ask(lifter.from('session_exercises').insert(benchSets))
  await lifter.rpc('pause_workout', { p_session_id: session.id })
  await lifter.rpc('resume_workout', { p_session_id: session.id })
  await lifter.rpc('start_rest', { p_session_id: session.id })
  await lifter.rpc('skip_rest', { p_session_id: session.id })
  const squatSets = sets(session, squat, [4, 5, 6], { logged_reps: 5, logged_weight_kg: 100, difficulty_rating: 8 })
  for (const set of squatSets) await ask(lifter.from('session_exercises').upsert(set))
  first = await lifter.rpc('finish_workout', { p_session_id: session.id, p_overall_feeling: 'moderate' })

  unread = await ask(lifter.from('ai_coach_messages').select().is('read_at', null))
  for (const { id } of unread) {
    await ask(lifter.from('ai_coach_messages').update({ read_at: new Date().toISOString() }).eq('id', id))
  }

  const again = await lifter.rpc('start_workout', { p_plan_workout_id: next.plan_workout_id })
  const heavier = sets(again, bench, [1, 2, 3], { logged_reps: 11, logged_weight_kg: 62.5 })
  await ask(lifter.from('session_exercises').insert(heavier))
  second = await lifter.rpc('finish_workout', { p_session_id: again.id })
  await ask(lifter.from('session_exercises').update({ logged_weight_kg: 65 }).eq('id', heavier[0].id))
  corrected = await lifter.rpc('finish_workout', { p_session_id: again.id })
  await ask(lifter.from('session_exercises').delete().eq('id', heavier[0].id))
  deleted = await lifter.rpc('finish_workout', { p_session_id: again.id })
})

test('onboarding answers with the day the goal is reached', () => {
  const { start_date, estimated_completion_date } = lifter.onboarded.goal
  assert.equal((new Date(estimated_completion_date) - new Date(start_date)) / 86_400_000, 65)
})

test('the first targets are the plan’s own', () => {
  assert.deepEqual(
    next.exercises.map((x) => [x.target_sets, x.target_reps, x.suggested_weight_kg, x.reason_code]),
    [
      [3, '8-12', 60, 'first_time'],
      [3, '5', 100, 'first_time'],
    ],
  )
})

test('the summary adds up', () => {
  assert.equal(first.total_volume_kg, 3 * 10 * 60 + 3 * 5 * 100)
  assert.equal(first.sets, 6)
  assert.equal(first.average_rpe, 8.5)
})

test('the first workout earns for itself and each exercise', () => {
  assert.deepEqual([first.xp.gained, first.xp.total, first.xp.level, first.xp.leveled_up], [60, 110, 2, true])
})

test('the first workout is a baseline without records', () => assert.deepEqual(first.records, []))

test('reps grow in the range and load grows by its step', () => {
  assert.deepEqual(
    first.progression.map(({ reason_code, new_target }) => [reason_code, new_target]),
    [
      ['reps_up', { sets: 3, reps: '10-12', weight_kg: 60 }],
      ['progressed', { sets: 3, reps: '5', weight_kg: 105 }],
    ],
  )
})

test('a new level leaves one unread message, and it can be read', async () => {
  assert.deepEqual(unread.map(({ kind, level }) => [kind, level]), [['level_up', 2]])
  assert.deepEqual(await ask(lifter.from('ai_coach_messages').select().is('read_at', null)), [])
})

test('the second workout breaks three records, twenty XP each', () => {
  assert.deepEqual(kinds(second), ['estimated_1rm', 'max_volume', 'max_weight'])
  assert.equal(second.xp.gained, 50 + 5 + 60)
})

test('a corrected set carries its record along', () => {
  assert.equal(corrected.records.find(({ record_type }) => record_type === 'max_weight').value, 65)
})

test('a deleted set takes record and XP along', () => {
  assert.deepEqual(kinds(deleted), ['estimated_1rm', 'max_weight'])
  assert.equal(deleted.xp.total, second.xp.total - 20)
})

test('the streaks view says what the summary says', async () => {
  const rows = await ask(lifter.from('streaks').select(Object.keys(deleted.streaks[0]).join()))
  assert.deepEqual(rows, deleted.streaks)
})
