import { describe, expect, test } from '@jest/globals';
import { awsAccountIdSchema, regionSchema } from '@cloudclass/plugin-contract';
import { BELONGING, BOUGHT, LASTING } from './forbidden-acts.ts';
import { ALL_LIMITS } from './all-limits.ts';
import { boundaryPolicy, guardrailPolicy } from './learner-policies.ts';
import { freezePolicy, guardPolicy, limitsPolicy } from './service-control-policies.ts';

const accountId = awsAccountIdSchema.parse('123456789012');
/** More than any pack asks for. */
const wide = {
  services: ['s3', 'iam', 'ssm', 'ec2', 'lambda', 'dynamodb', 'cloudformation', 'logs', 'cloudwatch', 'apigateway', 'sqs', 'sns', 'rds', 'elasticloadbalancing', 'autoscaling', 'route53', 'cloudfront', 'events', 'states', 'kms'],
  regions: ['ap-northeast-2', 'us-east-1', 'eu-west-1'].map((region) => regionSchema.parse(region)),
};

describe('a policy fits where AWS keeps it', () => {
  test.each([
    { what: 'the guard of the pool', document: guardPolicy.document, most: 5_120 },
    { what: 'the limits of services', document: limitsPolicy.document, most: 5_120 },
    { what: 'the freeze', document: freezePolicy.document, most: 5_120 },
    { what: 'the boundary', document: boundaryPolicy(accountId, wide), most: 6_144 },
    { what: 'the guardrails', document: guardrailPolicy(wide, accountId), most: 10_240 },
  ])('$what', ({ document, most }) => {
    expect(JSON.stringify(document).length).toBeLessThan(most);
  });

  test('with wildcards at the end of an action only', () => {
    expect([...BOUGHT, ...LASTING, ...BELONGING, ...ALL_LIMITS.flatMap(({ never }) => never)].filter((action) => !/^[a-z0-9-]+:(\*|[A-Za-z]+\*?)$/.test(action))).toEqual([]);
  });
});
