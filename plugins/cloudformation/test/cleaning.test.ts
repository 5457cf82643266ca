import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { awsAccountIdSchema, regionSchema, type AccountAccess } from '@cloudclass/plugin-contract';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyAccount, inventory } from '../src/index.ts';

let aws: LocalAws;
let access: AccountAccess;
const regions = ['ap-northeast-2', 'us-west-2'].map((region) => regionSchema.parse(region));

beforeAll(async () => {
  aws = await startLocalAws({ port: 0, provisionDelayMs: 5 });
  const credentials = { ...aws.managementCredentials, sessionToken: '', expiration: new Date(Date.now() + 3_600_000) };
  access = { accountId: awsAccountIdSchema.parse('111111111111'), region: regionSchema.parse('ap-northeast-2'), credentials: async () => ({ ...credentials }) };
});
afterAll(() => aws.close());

test('buckets and parameters are found and removed, and what is clean stays clean', async () => {
  const settings = { region: access.region, endpoint: aws.url, credentials: aws.managementCredentials };
  const [s3, ssm] = [new S3Client({ ...settings, forcePathStyle: true }), new SSMClient(settings)];
  await s3.send(new CreateBucketCommand({ Bucket: 'left-behind', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }));
  for (const Name of ['/site/secret', 'note']) await ssm.send(new PutParameterCommand({ Name, Value: 'of the last learner', Type: 'String' }));
  const options = { endpoint: aws.url };
  expect(await inventory({ access, regions }, options)).toEqual([
    'arn:aws:s3:::left-behind', 'arn:aws:ssm:ap-northeast-2:111111111111:parameter/note', 'arn:aws:ssm:ap-northeast-2:111111111111:parameter/site/secret',
  ]);
  for (let times = 0; times < 2; times += 1) {
    await emptyAccount({ access, regions }, options);
    expect(await inventory({ access, regions }, options)).toEqual([]);
  }
  s3.destroy();
  ssm.destroy();
});

test('of two things that are refused both are told, so that a person mends both', async () => {
  const s3 = new S3Client({ region: access.region, endpoint: aws.url, credentials: aws.managementCredentials, forcePathStyle: true });
  for (const Bucket of ['refused-one', 'refused-two']) await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }));
  aws.faults.set({ refuse: { service: 's3', operation: 'DeleteBucket', name: 'AccessDenied' } });
  await expect(emptyAccount({ access, regions }, { endpoint: aws.url })).rejects.toMatchObject({ errors: [{ name: 'AccessDenied' }, { name: 'AccessDenied' }] });
  aws.faults.clear();
  await emptyAccount({ access, regions }, { endpoint: aws.url });
  expect(await inventory({ access, regions }, { endpoint: aws.url })).toEqual([]);
  s3.destroy();
});

test('a bucket whose policy forbids to delete what is in it is emptied all the same', async () => {
  const s3 = new S3Client({ region: access.region, endpoint: aws.url, credentials: aws.managementCredentials, forcePathStyle: true });
  const Bucket = 'held-fast';
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept' }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:Delete*', Resource: `arn:aws:s3:::${Bucket}/*` }] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await emptyAccount({ access, regions }, { endpoint: aws.url });
  expect(await inventory({ access, regions }, { endpoint: aws.url })).toEqual([]);
  s3.destroy();
});

test('what a learner made in another Region of the pack is found and removed there', async () => {
  const far = new SSMClient({ region: 'us-west-2', endpoint: aws.url, credentials: aws.managementCredentials });
  await far.send(new PutParameterCommand({ Name: 'note', Value: 'of the last learner', Type: 'String' }));
  const options = { endpoint: aws.url };
  expect(await inventory({ access, regions }, options)).toEqual(['arn:aws:ssm:us-west-2:111111111111:parameter/note']);
  await emptyAccount({ access, regions }, options);
  expect(await inventory({ access, regions }, options)).toEqual([]);
  far.destroy();
});

/** Answers for a bucket in us-west-2 as S3 does: a redirect to whoever signed for another Region. */
async function s3InAnotherRegion(deleted: string[]): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const signedFor = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
    const bucket = request.url?.startsWith('/far-away') === true;
    response.setHeader('content-type', 'application/xml');
    // EC2 and Systems Manager have nothing
    if (request.headers['content-type'] === 'application/x-www-form-urlencoded') return void response.writeHead(200).end('<Response></Response>');
    if (bucket && signedFor !== 'us-west-2') return void response.writeHead(301, { 'x-amz-bucket-region': 'us-west-2' }).end('<Error><Code>PermanentRedirect</Code></Error>');
    if (request.method === 'DELETE') deleted.push(request.url ?? '');
    if (bucket) return void response.writeHead(request.method === 'DELETE' ? 204 : 200).end(request.method === 'DELETE' ? undefined : '<ListVersionsResult></ListVersionsResult>');
    response.writeHead(200).end(request.method === 'GET' ? '<ListAllMyBucketsResult><Buckets><Bucket><Name>far-away</Name></Bucket></Buckets></ListAllMyBucketsResult>' : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

test('a bucket that a learner made in the wrong Region is removed too', async () => {
  const deleted: string[] = [];
  const far = await s3InAnotherRegion(deleted);
  await emptyAccount({ access, regions }, { endpoint: far.url });
  far.close();
  expect(deleted).toEqual(['/far-away/?policy=', '/far-away/']);
});
