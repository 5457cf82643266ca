/** Services whose IAM prefix is not the lower-case name CloudFormation gives them. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['ApiGatewayV2', 'apigateway'],
  ['CertificateManager', 'acm'],
  ['Cognito', 'cognito-idp'],
  ['EFS', 'elasticfilesystem'],
  ['ElasticLoadBalancingV2', 'elasticloadbalancing'],
  ['KinesisFirehose', 'firehose'],
  ['OpenSearchService', 'es'],
  ['StepFunctions', 'states'],
]);

/**
 * The prefix IAM actions have for the service of a resource type: `s3` for `AWS::S3::Bucket`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function servicePrefixOf(resourceType: string): string {
  const service = resourceType.split('::')[1] ?? '';
  return exceptions.get(service) ?? service.toLowerCase();
}
