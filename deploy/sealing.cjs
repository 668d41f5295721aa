// The key of KMS that wraps the data keys of sealed values (shared/ops/key_service.py). It is kept when the stack is deleted:
// without it nothing that is sealed opens again.
const { service } = require('./naming.cjs')

module.exports = async (given) => {
  const { stage } = await service(given)
  return {
    Resources: {
      SealingKey: {
        Type: 'AWS::KMS::Key',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          Description: `Wraps the data keys of what Spotter seals (${stage}).`,
          EnableKeyRotation: true,
          PendingWindowInDays: 30,
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                // The account decides by IAM: each role names what it may do (deploy/roles.cjs).
                Sid: 'AccountDecides',
                Effect: 'Allow',
                Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
                Action: 'kms:*',
                Resource: '*',
              },
            ],
          },
        },
      },
      SealingKeyName: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: `alias/spotter-${stage}-sealing`, TargetKeyId: { Ref: 'SealingKey' } },
      },
    },
  }
}
