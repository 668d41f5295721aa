// One address for all functions: CloudFront in front of the function URLs. Its address is FUNCTIONS_URL without
// /functions/v1. Optional environment variables when deploying: SPOTTER_DOMAIN with SPOTTER_CERTIFICATE_ARN
// (us-east-1), SPOTTER_WEB_ACL_ARN (the stack of deploy/firewall.yml), SPOTTER_SECURITY_CONTACT (mailto: or https:, for
// /.well-known/security.txt), and SPOTTER_ORIGIN: `sent` adds the origin's secret to each
// request, `checked` has the functions refuse those without it.
const { service } = require('./naming.cjs')

// AWS' managed policies: nothing is cached; all headers but Host are forwarded, Authorization included.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

// RFC 9116. It expires a year after the deployment, as the standard recommends at most: by then, deploy again.
const securityText = (contact) => {
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact)) {
    throw new Error('SPOTTER_SECURITY_CONTACT must be mailto:… or https://…')
  }
  const expires = new Date(Date.now() + 364 * 86400000).toISOString().slice(0, 10)
  return `Contact: ${contact}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: en\n`
}

const answers = (contact) => `function handler(event) {${
  contact
    ? `
  if (event.request.uri === '/.well-known/security.txt') {
    return {
      statusCode: 200,
      statusDescription: 'OK',
      headers: { 'content-type': { value: 'text/plain; charset=utf-8' } },
      body: ${JSON.stringify(securityText(contact))},
    }
  }`
    : ''
}
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: { 'content-type': { value: 'application/problem+json' } },
    body: '{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no such function.","code":"not_found"}',
  }
}`

// Not origin access control: it signs in the header that carries the user's token, and wants the hash of each body from clients.
// A plain parameter, because CloudFormation resolves no secure one here; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
const secretHeader = (stage) => ({
  OriginCustomHeaders: [
    { HeaderName: 'x-spotter-origin', HeaderValue: `{{resolve:ssm:/spotter/${stage}/ORIGIN_SECRET}}` },
  ],
})

const origin = ({ name, id }, stage, sendsSecret) => ({
  Id: name,
  ...(sendsSecret && secretHeader(stage)),
  // https://<id>.lambda-url.<region>.on.aws/ → its host.
  DomainName: {
    'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': [`${id}LambdaFunctionUrl`, 'FunctionUrl'] }] }],
  },
  CustomOriginConfig: {
    OriginProtocolPolicy: 'https-only',
    OriginSSLProtocols: ['TLSv1.2'],
    OriginReadTimeout: 60,
    OriginKeepaliveTimeout: 30,
  },
})

const behavior = (target) => ({
  TargetOriginId: target,
  ViewerProtocolPolicy: 'https-only',
  AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  CachePolicyId: CACHING_DISABLED,
  OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
  ResponseHeadersPolicyId: { Ref: 'SecurityHeaders' },
  Compress: true,
})

const headers = (stage) => ({
  Type: 'AWS::CloudFront::ResponseHeadersPolicy',
  Properties: {
    ResponseHeadersPolicyConfig: {
      Name: `spotter-${stage}-security`,
      SecurityHeadersConfig: {
        StrictTransportSecurity: {
          AccessControlMaxAgeSec: 63072000, // two years, as the preload list requires
          IncludeSubdomains: true,
          Preload: true,
          Override: true,
        },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        // Answers are data: they may not run scripts, load anything or be framed.
        ContentSecurityPolicy: {
          ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
          Override: true,
        },
      },
      CustomHeadersConfig: { Items: [{ Header: 'cache-control', Value: 'no-store', Override: false }] },
    },
  },
})

module.exports = async (given) => {
  const { stage, functions } = await service(given)
  const open = functions.filter((one) => one.hasAddress)
  const { SPOTTER_DOMAIN: domain, SPOTTER_CERTIFICATE_ARN: certificate, SPOTTER_WEB_ACL_ARN: firewall } = process.env
  const contact = process.env.SPOTTER_SECURITY_CONTACT
  const wanted = process.env.SPOTTER_ORIGIN || 'open'
  if (!['open', 'sent', 'checked'].includes(wanted)) {
    throw new Error(`SPOTTER_ORIGIN is open, sent or checked, not ${wanted}.`)
  }
  const sendsSecret = wanted !== 'open'
  return {
    Resources: {
      SecurityHeaders: headers(stage),
      NoSuchFunction: {
        Type: 'AWS::CloudFront::Function',
        Properties: {
          Name: `spotter-${stage}-no-such-function`,
          AutoPublish: true,
          FunctionConfig: { Comment: 'Answers paths that no function serves.', Runtime: 'cloudfront-js-2.0' },
          FunctionCode: answers(contact),
        },
      },
      Edge: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: {
          DistributionConfig: {
            Enabled: true,
            Comment: `spotter ${stage}`,
            HttpVersion: 'http2and3',
            IPV6Enabled: true,
            Origins: open.map((one) => origin(one, stage, sendsSecret)),
            CacheBehaviors: open.flatMap((one) =>
              [`/functions/v1/${one.name}`, `/functions/v1/${one.name}/*`].map((path) => ({
                PathPattern: path,
                ...behavior(one.name),
              })),
            ),
            // Requests never reach this origin: the edge function answers first.
            DefaultCacheBehavior: {
              ...behavior(open[0].name),
              FunctionAssociations: [
                {
                  EventType: 'viewer-request',
                  FunctionARN: { 'Fn::GetAtt': ['NoSuchFunction', 'FunctionARN'] },
                },
              ],
            },
            ...(firewall && { WebACLId: firewall }),
            ...(domain && { Aliases: [domain] }),
            ViewerCertificate: certificate
              ? {
                  AcmCertificateArn: certificate,
                  SslSupportMethod: 'sni-only',
                  MinimumProtocolVersion: 'TLSv1.2_2021',
                }
              : { CloudFrontDefaultCertificate: true },
          },
        },
      },
    },
    Outputs: {
      FunctionsUrl: {
        Description: 'FUNCTIONS_URL of clients.',
        Value: { 'Fn::Sub': domain ? `https://${domain}/functions/v1` : 'https://${Edge.DomainName}/functions/v1' },
      },
    },
  }
}
