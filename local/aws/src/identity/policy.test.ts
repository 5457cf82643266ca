import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AccessRequest, decide, evaluate, type PolicySet, refusal } from './policy.ts';
import { type PolicyDocument, readPolicy } from './policy-document.ts';

const ACCOUNT = '222222222222';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/lab`;

function policy(...statements: object[]): PolicyDocument {
  const document = readPolicy(JSON.stringify({ Statement: statements }));
  if (!document) throw new Error('The policy of the test cannot be read.');
  return document;
}

function request(action: string, context: Record<string, string> = {}, resource = 'arn:aws:s3:::bucket'): AccessRequest {
  return {
    action,
    resource,
    context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])),
    principal: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/lab/learner`, roleArn: ROLE, account: ACCOUNT },
  };
}

const ALLOW_ALL = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const DENY_ALL = policy({ Effect: 'Deny', Action: '*', Resource: '*' });

function policies(set: Partial<PolicySet> = {}): PolicySet {
  return { identity: [ALLOW_ALL], session: [], boundary: null, scps: [], resource: null, sameAccount: true, resourceMustAllow: false, ...set };
}

describe('a decision', () => {
  test('is a denial when nothing allows the call', () => {
    expect(decide(policies({ identity: [] }), request('s3:GetObject'))).toEqual({ effect: 'deny', explicit: false, by: 'identity-based policy' });
  });

  test.each([
    ['an identity policy', { identity: [ALLOW_ALL, DENY_ALL] }, 'identity-based policy'],
    ['a session policy', { session: [DENY_ALL] }, 'session policy'],
    ['a permissions boundary', { boundary: DENY_ALL }, 'permissions boundary'],
    ['a policy of any level of the organization', { scps: [[ALLOW_ALL], [ALLOW_ALL, DENY_ALL]] }, 'service control policy'],
    ['the policy of the resource', { resource: policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }) }, 'resource-based policy'],
  ] as const)('is an explicit denial when %s denies, whatever allows', (_what, set, by) => {
    expect(decide(policies(set), request('s3:GetObject'))).toEqual({ effect: 'deny', explicit: true, by });
  });

  test.each([
    ['a session policy', { session: [policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })] }, 'session policy'],
    ['a boundary', { boundary: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) }, 'permissions boundary'],
    ['one level of the organization', { scps: [[ALLOW_ALL], [policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })]] }, 'service control policy'],
  ] as const)('is a denial when %s does not allow', (_what, set, by) => {
    expect(decide(policies(set), request('iam:CreateUser'))).toEqual({ effect: 'deny', explicit: false, by });
  });

  test('on a resource of another account needs that resource to allow too', () => {
    const resource = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:*', Resource: '*' });
    expect(decide(policies({ sameAccount: false }), request('s3:GetObject')).effect).toBe('deny');
    expect(decide(policies({ sameAccount: false, resource }), request('s3:GetObject')).effect).toBe('allow');
  });

  test('on a resource whose policy names the whole account still needs the identity to allow', () => {
    const resource = policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 's3:*', Resource: '*' });
    expect(decide(policies({ identity: [], resource }), request('s3:GetObject')).effect).toBe('deny');
  });

  test('on a resource whose policy names the role needs no identity policy', () => {
    const resource = policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:*', Resource: '*' });
    expect(decide(policies({ identity: [], resource }), request('s3:GetObject')).effect).toBe('allow');
  });

  test('to assume a role needs its trust policy even in the same account', () => {
    expect(decide(policies({ resourceMustAllow: true }), request('sts:AssumeRole'))).toEqual({ effect: 'deny', explicit: false, by: 'resource-based policy' });
  });

  test('never allows what some policy explicitly denies', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', 'ec2:*'),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket', 'arn:aws:s3:::other'),
    });
    const call = request('s3:GetObject');
    const contradiction = fc.property(fc.array(statement, { minLength: 1 }), fc.array(statement, { minLength: 1 }), (identity, scp) => {
      const set = policies({ identity: [policy(...identity)], scps: [[policy(...scp)]] });
      const denied = [...set.identity, ...set.scps.flat()].some((one) => evaluate([one], call) === 'deny');
      return !(denied && decide(set, call).effect === 'allow');
    });
    expect(fc.check(contradiction).counterexample).toBeNull();
  });
});

describe('a condition', () => {
  const denyWhen = (Condition: object) => policies({ identity: [ALLOW_ALL, policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition })] });

  test.each([
    ['DateLessThan on the time a session began', { DateLessThan: { 'aws:TokenIssueTime': '2026-01-02T00:00:00Z' } }, { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' }, { 'aws:TokenIssueTime': '2026-01-03T00:00:00Z' }],
    ['StringNotEquals on the Region', { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'ap-northeast-2'] } }, { 'aws:RequestedRegion': 'eu-west-1' }, { 'aws:RequestedRegion': 'ap-northeast-2' }],
    ['ArnNotLike on the principal', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Operations*' } }, { 'aws:PrincipalArn': ROLE }, { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/OperationsX` }],
    ['StringLike', { StringLike: { 's3:prefix': 'private/*' } }, { 's3:prefix': 'private/a' }, { 's3:prefix': 'public/a' }],
    ['Bool', { Bool: { 'aws:ViaAWSService': 'false' } }, { 'aws:ViaAWSService': 'false' }, { 'aws:ViaAWSService': 'true' }],
    ['IpAddress', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, { 'aws:SourceIp': '203.0.113.9' }, { 'aws:SourceIp': '127.0.0.1' }],
    ['NotIpAddress', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '127.0.0.1' }, { 'aws:SourceIp': '203.0.113.9' }],
    ['Null', { Null: { 'aws:TokenIssueTime': 'true' } }, {}, { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' }],
  ])('with %s tells calls apart', (_what, condition, denied, allowed) => {
    expect(decide(denyWhen(condition), request('s3:GetObject', denied)).effect).toBe('deny');
    expect(decide(denyWhen(condition), request('s3:GetObject', allowed)).effect).toBe('allow');
  });

  test('with an operator nobody knows counts against the caller', () => {
    const allow = policies({ identity: [policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Odd: { a: 'b' } } })] });
    expect(decide(denyWhen({ Odd: { a: 'b' } }), request('s3:GetObject')).effect).toBe('deny');
    expect(decide(allow, request('s3:GetObject')).effect).toBe('deny');
  });
});

test('NotAction leaves out what it names', () => {
  const set = policies({ identity: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] });
  expect([decide(set, request('iam:CreateUser')).effect, decide(set, request('s3:GetObject')).effect]).toEqual(['deny', 'allow']);
});

test('a refusal names who, what, where and which kind of policy', () => {
  const call = request('s3:GetObject');
  const said = refusal({ effect: 'deny', explicit: true, by: 'identity-based policy' }, call);
  expect(said).toBe(`User: ${call.principal?.arn} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket with an explicit deny in an identity-based policy`);
});
