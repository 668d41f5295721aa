// Somebody who trains, as an app on supabase-js sees them.
import { createClient } from '@supabase/supabase-js'

export const BENCH = 'barbell-bench-press'
export const SQUAT = 'barbell-back-squat'

export function connect() {
  return createClient(process.env.SUPABASE_URL, process.env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}

/** The data of an answer; throws its error. */
export async function ask(request) {
  const { data, error } = await request
  if (error) throw Object.assign(new Error(error.message), error)
  return data
}

export class Lifter {
  constructor() {
    this.client = connect()
  }

  /** Somebody new: signed up and onboarded, 80 kg, a beginner who wants to weigh 75. */
  static async join() {
    const lifter = new Lifter()
    const email = `${crypto.randomUUID()}@example.com`
    const { data, error } = await lifter.client.auth.signUp({ email, password: 'correct horse battery staple' })
    if (error) throw error
    lifter.id = data.user.id
    lifter.onboarded = await lifter.rpc('complete_onboarding', {
      p_profile: { weight_kg: 80, fitness_level: 'beginner', timezone: 'Europe/Berlin' },
      p_goal: { goal_type: 'lose_weight', target_weight_kg: 75 },
      p_equipment: [],
    })
    return lifter
  }

  rpc(name, parameters) {
    return ask(this.client.rpc(name, parameters))
  }

  from(table) {
    return this.client.from(table)
  }

  async exercise(slug) {
    return (await ask(this.from('exercises').select('id').eq('slug', slug).single())).id
  }
}

/** An hour's workout as log_workout takes it, ids and orders filled in. */
export function workout(started, sets) {
  return {
    id: crypto.randomUUID(),
    started_at: started.toISOString(),
    ended_at: new Date(started.getTime() + 3_600_000).toISOString(),
    sets: sets.map((set, index) => ({ id: crypto.randomUUID(), set_order: index + 1, ...set })),
  }
}
