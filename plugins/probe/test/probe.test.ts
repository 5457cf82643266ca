import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { awsAccountIdSchema, regionSchema, type AccountAccess } from '@cloudclass/plugin-contract';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProbe } from '../src/index.ts';

let aws: LocalAws;
let access: AccountAccess;
const input = { Bucket: 'site-111111111111-mine' };

beforeAll(async () => {
  aws = await startLocalAws({ port: 0, provisionDelayMs: 5 });
  const credentials = { ...aws.managementCredentials, sessionToken: '', expiration: new Date(Date.now() + 3_600_000) };
  access = { accountId: awsAccountIdSchema.parse('111111111111'), region: regionSchema.parse('ap-northeast-2'), credentials: async () => ({ ...credentials }) };
  const client = new S3Client({ region: 'ap-northeast-2', endpoint: aws.url, credentials: aws.managementCredentials });
  await client.send(new CreateBucketCommand({ ...input, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }));
  await client.send(new PutBucketVersioningCommand({ ...input, VersioningConfiguration: { Status: 'Enabled' } }));
  client.destroy();
});
afterAll(() => aws.close());

const probe = (operation: string, assert: string, of: { Bucket?: string } = input) => runProbe({ service: 's3', operation, input: of, assert }, access, { endpoint: aws.url });

describe('probe', () => {
  test('passes when the assertion on the answer is true, and not otherwise', async () => {
    expect(await probe('GetBucketVersioning', "Status == 'Enabled'")).toEqual({ ok: true, passed: true });
    expect(await probe('GetBucketVersioning', "Status == 'Suspended'")).toEqual({ ok: true, passed: false });
  });

  test('what is not there is an answer, null', async () => {
    expect(await probe('GetBucketWebsite', '@ == null')).toEqual({ ok: true, passed: true });
    expect(await probe('GetBucketVersioning', '@ == null', { Bucket: 'site-that-nobody-made' })).toEqual({ ok: true, passed: true });
  });

  test.each([['s3', 'DeleteBucket'], ['s3', 'constructor'], ['iam', 'GetUser']])('%s:%s is not on the list and is never called', async (service, operation) => {
    expect(await runProbe({ service, operation, input: {}, assert: '`true`' }, access, { endpoint: aws.url })).toMatchObject({ ok: false, code: 'PROBE_NOT_ALLOWED' });
  });

  test('an input that the call does not take is refused before it is made', async () => {
    expect(await probe('HeadBucket', '`true`', {})).toMatchObject({ ok: false, code: 'PROBE_INPUT_INVALID' });
  });

  test('an assertion that is no expression is said to be none', async () => {
    expect(await probe('GetBucketVersioning', 'Status ==')).toMatchObject({ ok: false, code: 'PROBE_ASSERTION_INVALID' });
  });

  test('an endpoint that does not answer is a failure, not an exception', async () => {
    expect(await runProbe({ service: 's3', operation: 'HeadBucket', input, assert: '`true`' }, access, { endpoint: 'http://127.0.0.1:1', timeoutMilliseconds: 300 })).toMatchObject({ ok: false, code: 'PROBE_FAILED' });
  });
});
