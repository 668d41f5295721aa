// EventBridge Scheduler: runs the functions without a URL; undeliverable events go to the dead-letter queue.
const { service } = require('./naming.cjs')

function resources({ name, id, schedule }, stage) {
  const { expression, everySeconds, retries } = schedule
  const target = { 'Fn::GetAtt': [`${id}LambdaFunction`, 'Arn'] }
  const letters = { 'Fn::GetAtt': [`${id}DeadLetters`, 'Arn'] }
  return {
    [`${id}DeadLetters`]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `spotter-${stage}-${name}-dead-letters`,
        MessageRetentionPeriod: 1209600, // 14 days, the maximum
        SqsManagedSseEnabled: true,
      },
    },
    [`${id}SchedulerRole`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: `Lets the schedule run ${name} (${stage}).`,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'scheduler.amazonaws.com' },
              Action: 'sts:AssumeRole',
              // No other account's schedule may use the role.
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            },
          ],
        },
        Policies: [
          {
            PolicyName: 'run',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: target },
                { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: letters },
              ],
            },
          },
        ],
      },
    },
    [`${id}Schedule`]: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: `spotter-${stage}-${name}`,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: target,
          RoleArn: { 'Fn::GetAtt': [`${id}SchedulerRole`, 'Arn'] },
          // Filled in by Scheduler: together they identify one run, however often it is delivered.
          Input: '{"scheduled_time": "<aws.scheduler.scheduled-time>", "execution_id": "<aws.scheduler.execution-id>"}',
          RetryPolicy: { MaximumEventAgeInSeconds: everySeconds, MaximumRetryAttempts: retries },
          DeadLetterConfig: { Arn: letters },
        },
      },
    },
  }
}

module.exports = async (given) => {
  const { stage, functions } = await service(given)
  const scheduled = functions.filter((one) => one.isScheduled)
  return { Resources: Object.assign({}, ...scheduled.map((one) => resources(one, stage))) }
}
