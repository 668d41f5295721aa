// The operator's dashboard: one row per function, then the model's costs and the queues of failed runs.
const { service } = require('./naming.cjs')

const WIDTH = 8
const HEIGHT = 6

const widget = (title, x, y, metrics, more = {}) => ({
  type: 'metric',
  x: x * WIDTH,
  y: y * HEIGHT,
  width: WIDTH,
  height: HEIGHT,
  properties: { title, region: '${AWS::Region}', view: 'timeSeries', period: 300, metrics, ...more },
})

function rowOf({ name, deployed }, y) {
  const lambda = (metric, options) => ['AWS/Lambda', metric, 'FunctionName', deployed, options]
  const sum = { stat: 'Sum' }
  return [
    widget(
      `${name}: runs`,
      0,
      y,
      ['Invocations', 'Errors', 'Throttles'].map((metric) => lambda(metric, sum)),
    ),
    widget(
      `${name}: duration, ms`,
      1,
      y,
      ['p50', 'p95', 'Maximum'].map((stat) => lambda('Duration', { stat })),
    ),
    widget(`${name}: concurrent runs`, 2, y, [lambda('ConcurrentExecutions', { stat: 'Maximum' })]),
  ]
}

function rowOfModel(callers, y) {
  const spotter = (metric, stat) =>
    callers.map(({ name }) => ['Spotter', metric, 'service', name, { stat, label: `${name} ${metric}` }])
  return [
    widget('Model: US dollars', 0, y, spotter('CostUsd', 'Sum')),
    widget('Model: failed calls, answers by rules', 1, y, [
      ...spotter('ModelFailures', 'Sum'),
      ...spotter('Fallback', 'Sum'),
    ]),
    widget('Model: p95 of a request, ms', 2, y, spotter('ModelLatency', 'p95')),
  ]
}

module.exports = async (given) => {
  const { stage, functions } = await service(given)
  const letters = functions
    .filter((one) => one.isScheduled)
    .map((one) => [
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      'QueueName',
      `spotter-${stage}-${one.name}-dead-letters`,
      { stat: 'Maximum', label: one.name },
    ])
  const widgets = [
    ...functions.flatMap((one, row) => rowOf(one, row)),
    ...rowOfModel(
      functions.filter((one) => one.callsModel),
      functions.length,
    ),
    widget('Failed runs (dead letters)', 0, functions.length + 1, letters),
  ]
  return {
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: `spotter-${stage}`,
          DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) },
        },
      },
    },
  }
}
