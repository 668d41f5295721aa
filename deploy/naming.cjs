// The list of functions read from serverless.yml, and the names of the resources of each, for the other files.

/** The name osls gives a function's resources: `coach-chat` → `CoachDashchat`. */
const logical = (name) => {
  const word = name.replace(/-/g, 'Dash')
  return word[0].toUpperCase() + word.slice(1)
}

// Schedules of the functions without a URL. An event older than the next one is useless.
const SCHEDULES = {
  // A day ends in some time zone every hour (in some at the half or quarter hour: the next run covers those).
  'reset-streaks': { expression: 'cron(5 * * * ? *)', everySeconds: 3600, retries: 3 },
  'dispatch-notifications': { expression: 'rate(1 minute)', everySeconds: 60, retries: 0 },
  // The files of a deleted account are removed within the hour.
  'delete-files': { expression: 'rate(15 minutes)', everySeconds: 900, retries: 2 },
}

/** Everything the resources are made from, as serverless.yml has it after its variables are resolved. */
async function service({ resolveConfigurationProperty }) {
  const [functions, provider] = await Promise.all([
    resolveConfigurationProperty(['functions']),
    resolveConfigurationProperty(['provider']),
  ])
  const { stage } = provider
  const described = Object.entries(functions).map(([name, one]) => ({
    name,
    id: logical(name),
    deployed: `spotter-${stage}-${name}`,
    parameters: one.environment.SPOTTER_PARAMETERS.split(',').map(
      (key) => provider.environment.SPOTTER_PARAMETERS_PATH + key,
    ),
    seconds: one.timeout ?? provider.timeout,
    hasAddress: Boolean(one.url),
    seals: 'SEALING_KMS_KEY' in one.environment,
    callsModel: one.environment.SPOTTER_PARAMETERS.includes('GEMINI_API_KEY'),
    isScheduled: name in SCHEDULES,
    schedule: SCHEDULES[name],
  }))
  return { stage, functions: described }
}

module.exports = { service }
