import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateStackCommand, type CreateStackCommandInput, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, ListStackResourcesCommand,
  type Stack, UpdateStackCommand, ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetBucketVersioningCommand, HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { LocalAws } from '../src/index.ts';
import { type Clients, failureOf, memberAccount, startForTest, until } from './clients.ts';

const SITE = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Prefix: { Type: String, AllowedPattern: '[a-z]+', Default: lab }
  Versioned: { Type: String, Default: 'no' }
Conditions:
  IsVersioned: !Equals [!Ref Versioned, 'yes']
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Site
      PolicyDocument:
        Statement:
          - { Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '\${Site.Arn}/*' }
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Join ['-', [!Ref Prefix, !Ref AWS::AccountId]]
      VersioningConfiguration: !If [IsVersioned, { Status: Enabled }, !Ref AWS::NoValue]
      PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false, BlockPublicAcls: true, IgnorePublicAcls: true }
Outputs:
  Name: { Value: !Ref Site }
`;

const TWO_BUCKETS = (second: string) => JSON.stringify({
  Resources: {
    First: { Type: 'AWS::S3::Bucket' },
    Second: { Type: 'AWS::S3::Bucket', DependsOn: 'First', Properties: { BucketName: second } },
  },
});

describe('CloudFormation', () => {
  let aws: LocalAws;
  let account: Awaited<ReturnType<typeof memberAccount>>;
  let clients: Clients;

  beforeAll(async () => {
    aws = await startForTest();
    account = await memberAccount(aws);
    clients = account.member;
  });
  afterAll(() => aws.close());

  const create = (StackName: string, TemplateBody: string, rest: Partial<CreateStackCommandInput> = {}) =>
    clients.cloudformation.send(new CreateStackCommand({ StackName, TemplateBody, ...rest }));

  const settled = (StackName: string): Promise<Stack> => until(`stack ${StackName}`, async () => {
    const { Stacks = [] } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0]?.StackStatus?.endsWith('IN_PROGRESS') ? undefined : Stacks[0];
  });

  test('a stack makes its resources in dependency order and answers its outputs', async () => {
    await create('site', SITE);
    const stack = await settled('site');
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: 'Name', OutputValue: `lab-${account.id}` }] });
    const { StackEvents = [] } = await clients.cloudformation.send(new DescribeStackEventsCommand({ StackName: 'site' }));
    const completed = StackEvents.filter((event) => event.ResourceStatus === 'CREATE_COMPLETE').map((event) => event.LogicalResourceId);
    expect(completed).toEqual(['site', 'Policy', 'Site']);
  });

  test('what a stack does is recorded as done by CloudFormation for its caller', async () => {
    const { Events = [] } = await clients.cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutBucketPolicy' }] }));
    expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '{}')).toMatchObject({
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      userIdentity: { type: 'AssumedRole', accountId: account.id, invokedBy: 'cloudformation.amazonaws.com' },
      requestParameters: { bucketName: `lab-${account.id}`, bucketPolicy: { Statement: [{ Effect: 'Allow' }] } },
    });
  });

  test('the same client request token does not make a second stack', async () => {
    const first = await create('once', TWO_BUCKETS('token-second'), { ClientRequestToken: 'lease-1' });
    const again = await create('once', TWO_BUCKETS('token-second'), { ClientRequestToken: 'lease-1' });
    expect(again.StackId).toBe(first.StackId);
    await settled('once');
  });

  test('the name of a living stack is taken', async () => {
    expect(await failureOf(create('site', SITE))).toMatchObject({ name: 'AlreadyExistsException' });
  });

  test('an update changes what differs and keeps the rest', async () => {
    await clients.cloudformation.send(new UpdateStackCommand({
      StackName: 'site', UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Prefix', UsePreviousValue: true }, { ParameterKey: 'Versioned', ParameterValue: 'yes' }],
    }));
    expect((await settled('site')).StackStatus).toBe('UPDATE_COMPLETE');
    const { Status } = await clients.s3.send(new GetBucketVersioningCommand({ Bucket: `lab-${account.id}` }));
    expect(Status).toBe('Enabled');
  });

  test('a no-op update is refused', async () => {
    const error = await failureOf(clients.cloudformation.send(new UpdateStackCommand({
      StackName: 'site', UsePreviousTemplate: true,
      Parameters: ['Prefix', 'Versioned'].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
    })));
    expect(error).toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' });
  });

  test('an update that fails is rolled back to what was', async () => {
    await create('steady', TWO_BUCKETS('steady-second'));
    await settled('steady');
    await clients.cloudformation.send(new UpdateStackCommand({ StackName: 'steady', TemplateBody: TWO_BUCKETS(`lab-${account.id}`) }));
    expect((await settled('steady')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await clients.s3.send(new HeadBucketCommand({ Bucket: 'steady-second' }));
  });

  test('a failing resource rolls the stack back and removes what was made', async () => {
    await create('broken', TWO_BUCKETS(`lab-${account.id}`));
    const stack = await settled('broken');
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    const { StackResourceSummaries = [] } = await clients.cloudformation.send(new ListStackResourcesCommand({ StackName: 'broken' }));
    expect(StackResourceSummaries.map((one) => one.ResourceStatus)).toEqual(['DELETE_COMPLETE', 'DELETE_COMPLETE']);
    const first = StackResourceSummaries[0]?.PhysicalResourceId ?? '';
    expect(await failureOf(clients.s3.send(new HeadBucketCommand({ Bucket: first })))).toMatchObject({ name: 'NotFound' });
  });

  test('a fault can make one resource fail, with the reason in the events', async () => {
    aws.faults.set({ resourceFailure: { logicalId: 'Second', reason: 'out of capacity' } });
    await create('faulty', TWO_BUCKETS('faulty-second'));
    await settled('faulty');
    aws.faults.clear();
    const { StackEvents = [] } = await clients.cloudformation.send(new DescribeStackEventsCommand({ StackName: 'faulty' }));
    const failed = StackEvents.find((event) => event.ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toContain('out of capacity');
  });

  test('a bucket that is not empty blocks deletion of its stack', async () => {
    await clients.s3.send(new PutObjectCommand({ Bucket: 'steady-second', Key: 'index.html', Body: 'x' }));
    await clients.cloudformation.send(new DeleteStackCommand({ StackName: 'steady' }));
    expect(await settled('steady')).toMatchObject({ StackStatus: 'DELETE_FAILED', StackStatusReason: expect.stringContaining('[Second]') });
  });

  test('a stack can be deleted while it is being created', async () => {
    const { StackId = '' } = await create('hasty', TWO_BUCKETS('hasty-second'));
    await clients.cloudformation.send(new DeleteStackCommand({ StackName: 'hasty' }));
    expect((await settled(StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(await failureOf(clients.s3.send(new HeadBucketCommand({ Bucket: 'hasty-second' })))).toMatchObject({ name: 'NotFound' });
  });

  test('a bad VpcId fails and rolls back', async () => {
    await create('net', JSON.stringify({
      Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: 'vpc-bad' } } },
    }));
    expect((await settled('net')).StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  test('a property that cannot be resolved fails its resource and rolls the stack back', async () => {
    await create('unresolved', JSON.stringify({
      Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Select': [3, { 'Fn::Split': ['-', { Ref: 'AWS::StackName' }] }] } } } },
    }));
    expect((await settled('unresolved')).StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  test('a condition nobody declared is refused at once', async () => {
    const body = JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket', Condition: 'Nowhere' } } });
    expect(await failureOf(create('condition', body))).toMatchObject({ name: 'ValidationError' });
  });

  test('a role of a template is made with its policies', async () => {
    const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
    const body = JSON.stringify({ Resources: { Lab: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'lab', AssumeRolePolicyDocument: trust } } } });
    expect(await failureOf(create('role', body))).toMatchObject({ name: 'InsufficientCapabilitiesException', message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]' });
    await create('role', body, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
    await settled('role');
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: 'lab' }));
    expect(Role?.Arn).toBe(`arn:aws:iam::${account.id}:role/lab`);
  });

  test.each([
    ['Fn::GetAtt to a resource that is not there', { Outputs: { X: { Value: { 'Fn::GetAtt': ['Nobody', 'Arn'] } } } }, 'instance of Fn::GetAtt references undefined resource Nobody'],
    ['Ref to a name that is not there', { Outputs: { X: { Value: { Ref: 'Nobody' } } } }, 'Unresolved resource dependencies [Nobody]'],
    ['an attribute the type does not have', { Outputs: { X: { Value: { 'Fn::GetAtt': ['B', 'Colour'] } } } }, 'does not support attribute type Colour'],
  ])('%s is refused', async (_what, extra, message) => {
    const TemplateBody = JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket' } }, ...extra });
    const error = await failureOf(clients.cloudformation.send(new ValidateTemplateCommand({ TemplateBody })));
    expect(error).toMatchObject({ name: 'ValidationError', message: expect.stringContaining(message) });
  });

  test('a parameter that breaks its AllowedPattern is refused', async () => {
    const error = await failureOf(create('pattern', SITE, { Parameters: [{ ParameterKey: 'Prefix', ParameterValue: 'UPPER' }] }));
    expect(error).toMatchObject({ name: 'ValidationError', message: 'Parameter Prefix failed to satisfy constraint: Parameter Prefix must match pattern [a-z]+' });
  });
});
