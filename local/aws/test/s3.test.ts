import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetBucketEncryptionCommand, GetBucketLocationCommand,
  GetBucketPolicyStatusCommand, GetBucketWebsiteCommand, GetObjectCommand, GetPublicAccessBlockCommand, ListObjectsV2Command, ListObjectVersionsCommand,
  PutBucketEncryptionCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, PutBucketVersioningCommand, PutBucketWebsiteCommand, PutObjectCommand,
  PutPublicAccessBlockCommand, type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../src/index.ts';
import { clientsFor, failureOf, memberAccount, startForTest } from './clients.ts';

describe('S3', () => {
  let aws: LocalAws;
  let s3: S3Client;
  let other: S3Client;

  beforeAll(async () => {
    aws = await startForTest();
    s3 = (await memberAccount(aws)).member.s3;
    other = (await memberAccount(aws)).member.s3;
  });
  afterAll(() => aws.close());

  const bucket = async (Bucket: string) => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  };
  const put = (Bucket: string, Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

  test('bucket names are shared by all accounts', async () => {
    const Bucket = await bucket('shared-name');
    expect(await failureOf(s3.send(new CreateBucketCommand({ Bucket })))).toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    expect(await failureOf(other.send(new CreateBucketCommand({ Bucket })))).toMatchObject({ name: 'BucketAlreadyExists' });
  });

  test('another account cannot read an object', async () => {
    const Bucket = await bucket('private-name');
    await put(Bucket, 'a');
    expect(await failureOf(other.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ name: 'AccessDenied' });
  });

  test('a bucket stands in the Region of its endpoint', async () => {
    const seoul = clientsFor(aws.url, aws.managementCredentials, 'ap-northeast-2').s3;
    await seoul.send(new CreateBucketCommand({ Bucket: 'seoul-bucket' }));
    expect((await seoul.send(new GetBucketLocationCommand({ Bucket: 'seoul-bucket' }))).LocationConstraint).toBe('ap-northeast-2');
    expect(await failureOf(seoul.send(new CreateBucketCommand({
      Bucket: 'stray-bucket', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    })))).toMatchObject({ name: 'IllegalLocationConstraintException' });
  });

  test('a new bucket blocks public access and encrypts', async () => {
    const Bucket = await bucket('new-defaults');
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
  });

  test('settings come back as they were put', async () => {
    const Bucket = await bucket('settings');
    await s3.send(new PutBucketEncryptionCommand({
      Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } }] },
    }));
    await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'i.html' } } }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] } }));
    const { IndexDocument } = await s3.send(new GetBucketWebsiteCommand({ Bucket }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect([IndexDocument, encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault]).toEqual([
      { Suffix: 'i.html' }, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' },
    ]);
  });

  test('a public policy is refused until Block Public Access lets it in', async () => {
    const Bucket = await bucket('public-policy');
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }] });
    expect(await failureOf(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({ name: 'AccessDenied' });
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(true);
  });

  test.each([['203.0.113.0/24', false], ['0.0.0.0/0', true]])('a policy for the network %s counts as public: %s', async (network, isPublic) => {
    const Bucket = await bucket(`network-${isPublic}`);
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }));
    const Policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, Condition: { IpAddress: { 'aws:SourceIp': network } } }],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(isPublic);
  });

  test('a policy about another bucket is malformed', async () => {
    const Bucket = await bucket('policy-target');
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::elsewhere/*' }] });
    expect(await failureOf(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({ name: 'MalformedPolicy' });
  });

  test('a bucket with objects cannot be deleted', async () => {
    const Bucket = await bucket('not-empty');
    await put(Bucket, 'a');
    expect(await failureOf(s3.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({ name: 'BucketNotEmpty' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });

  test('a bucket with versions keeps them under a delete marker until each is deleted', async () => {
    const Bucket = await bucket('versions');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await put(Bucket, 'a', 'one');
    await put(Bucket, 'a', 'two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await failureOf(s3.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ name: 'NoSuchKey' });
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect([Versions.length, DeleteMarkers.length]).toEqual([2, 1]);
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });

  test('listing goes by pages and groups by delimiter', async () => {
    const Bucket = await bucket('listing');
    for (const key of ['a/1', 'a/2', 'b', 'c']) await put(Bucket, key);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }));
    expect([first.CommonPrefixes?.map((one) => one.Prefix), first.Contents?.map((one) => one.Key), first.IsTruncated]).toEqual([['a/'], ['b'], true]);
    const rest = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', ContinuationToken: first.NextContinuationToken }));
    expect([rest.CommonPrefixes, rest.Contents?.map((one) => one.Key), rest.IsTruncated]).toEqual([undefined, ['c'], false]);
  });

  test('an operation this endpoint lacks is refused loudly', async () => {
    const { GetBucketCorsCommand } = await import('@aws-sdk/client-s3');
    const error = await failureOf(s3.send(new GetBucketCorsCommand({ Bucket: 'listing' })));
    expect(error).toMatchObject({ name: 'NotImplemented', message: 'The local AWS endpoint does not support s3:GET bucket?cors.' });
  });
});
