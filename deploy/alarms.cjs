// Alarms: errors, throttled calls, slowness, dead letters, an open circuit to the model, a job that doesn't run.
const { service } = require('./naming.cjs')

const MINUTE = 60
// Each kind of alarm, with the functions that have it.
const KINDS = {
  Errors: {
    of: () => true,
    text: (one) => `${one.name} fails. Its log says where: filter for "unexpected".`,
    properties: () => ({ Statistic: 'Sum', Threshold: 3, Period: 5 * MINUTE }),
  },
  Throttles: {
    of: () => true,
    text: (one) => `${one.name} is throttled: raise its reserved concurrency or find the caller.`,
    properties: () => ({ Statistic: 'Sum', Threshold: 5, Period: 5 * MINUTE }),
  },
  Duration: {
    of: () => true,
    text: (one) => `The slowest twentieth of ${one.name} takes over 80 % of its ${one.seconds} s.`,
    properties: (one) => ({
      ExtendedStatistic: 'p95',
      Threshold: one.seconds * 1000 * 0.8,
      Period: 5 * MINUTE,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    }),
  },
  Url5xxCount: {
    of: (one) => one.hasAddress,
    text: (one) => `${one.name} answers 5xx.`,
    properties: () => ({ Statistic: 'Sum', Threshold: 5, Period: 5 * MINUTE }),
  },
  BreakerOpen: {
    of: (one) => one.callsModel,
    text: (one) => `${one.name} has stopped calling the model after failures; rules answer.`,
    properties: (one) => ({
      Namespace: 'Spotter',
      Dimensions: [{ Name: 'service', Value: one.name }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 5 * MINUTE,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
    }),
  },
  ProviderDown: {
    of: (one) => one.name === 'dispatch-notifications',
    text: (one) => `${one.name} gives up a provider of pushes or mail in every run: see docs/delivery.md.`,
    properties: (one) => ({
      Namespace: 'Spotter',
      Dimensions: [{ Name: 'service', Value: one.name }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 5 * MINUTE,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
    }),
  },
  Invocations: {
    of: (one) => one.isScheduled,
    text: (one) => `${one.name} has missed three runs or more: look at its schedule and its dead letters.`,
    properties: (one) => ({
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: Math.max(one.schedule.everySeconds, 5 * MINUTE),
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'breaching',
    }),
  },
  DeadLetters: {
    of: (one) => one.isScheduled,
    text: (one) => `Runs of ${one.name} failed for good. docs/runbook.md says how to read the dead letters.`,
    properties: (one) => ({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [`${one.id}DeadLetters`, 'QueueName'] } }],
      Statistic: 'Maximum',
      Threshold: 1,
      Period: 5 * MINUTE,
    }),
  },
}

function alarm(kind, one, stage) {
  const { text, properties } = KINDS[kind]
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `spotter-${stage}-${one.name}-${kind}`,
      AlarmDescription: text(one),
      Namespace: 'AWS/Lambda',
      MetricName: kind,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: `${one.id}LambdaFunction` } }],
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'Alarms' }],
      OKActions: [{ Ref: 'Alarms' }],
      ...properties(one),
    },
  }
}

module.exports = async (given) => {
  const { stage, functions } = await service(given)
  const alarms = Object.keys(KINDS).flatMap((kind) =>
    functions.filter(KINDS[kind].of).map((one) => [`${one.id}${kind}Alarm`, alarm(kind, one, stage)]),
  )
  const address = process.env.SPOTTER_ALARM_EMAIL
  const subscription = address && {
    AlarmsByMail: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Alarms' }, Protocol: 'email', Endpoint: address },
    },
  }
  return {
    Resources: {
      // Not encrypted: CloudWatch can't publish to a topic under AWS' own key, and an alarm contains no personal data.
      Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `spotter-${stage}-alarms` } },
      ...Object.fromEntries(alarms),
      ...subscription,
    },
    Outputs: { AlarmsTopic: { Value: { Ref: 'Alarms' }, Description: 'Subscribe here to receive alarms.' } },
  }
}
