// One role per function: its own log group, the parameters that it lists, its dead-letter queue.
const { service } = require('./naming.cjs')

const own = (kind, rest) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${kind}:\${AWS::Region}:\${AWS::AccountId}:${rest}` })

function role({ name, id, deployed, parameters, isScheduled, seals }, stage) {
  const statements = [
    {
      Sid: 'WriteOwnLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: own('logs', `log-group:/aws/lambda/${deployed}:*`),
    },
    {
      // Encrypted with the account's default key for parameters, whose policy allows principals that may read them.
      Sid: 'ReadOwnParameters',
      Effect: 'Allow',
      Action: ['ssm:GetParameters'],
      Resource: parameters.map((path) => own('ssm', `parameter${path}`)),
    },
    {
      // X-Ray has no resource-level permissions.
      Sid: 'WriteTraces',
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: '*',
    },
  ]
  if (seals) {
    statements.push({
      Sid: 'SealAndOpen',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: { 'Fn::GetAtt': ['SealingKey', 'Arn'] },
      // Data keys only, each made for one purpose.
      Condition: { Null: { 'kms:EncryptionContext:purpose': 'false' } },
    })
  }
  if (isScheduled) {
    statements.push({
      Sid: 'KeepWhatFailed',
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: { 'Fn::GetAtt': [`${id}DeadLetters`, 'Arn'] },
    })
  }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: `What ${name} may do (${stage}).`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  }
}

module.exports = async (given) => {
  const { stage, functions } = await service(given)
  return { Resources: Object.fromEntries(functions.map((one) => [`${one.id}Role`, role(one, stage)])) }
}
