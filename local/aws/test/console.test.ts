import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LocalAws } from '../src/index.ts';
import { memberAccount, startForTest } from './clients.ts';
import { Browser, signinToken } from './console-browser.ts';

describe('the console', () => {
  let aws: LocalAws;
  let account: Awaited<ReturnType<typeof memberAccount>>;
  let browser: Browser;

  beforeAll(async () => {
    aws = await startForTest();
    account = await memberAccount(aws);
  });
  afterAll(() => aws.close());
  beforeEach(async () => {
    browser = new Browser(aws.url);
    const token = await signinToken(aws.url, account.keys);
    await browser.get(`/federation?Action=login&SigninToken=${token}&Destination=/console/s3`);
  });

  test('a sign-in token leads to its destination with a cookie scripts cannot read', async () => {
    const token = await signinToken(aws.url, account.keys);
    const response = await browser.get(`/federation?Action=login&SigninToken=${token}&Destination=${encodeURIComponent(`${aws.url}/console/s3`)}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/s3']);
    expect(response.headers.get('set-cookie')).toContain('HttpOnly');
  });

  test('a sign-in token works once', async () => {
    const token = await signinToken(aws.url, account.keys);
    await browser.get(`/federation?Action=login&SigninToken=${token}`);
    expect((await browser.get(`/federation?Action=login&SigninToken=${token}`)).status).toBe(400);
  });

  test('a destination elsewhere leads to the console of this endpoint', async () => {
    const token = await signinToken(aws.url, account.keys);
    const response = await browser.get(`/federation?Action=login&SigninToken=${token}&Destination=https://evil.example/console`);
    expect(response.headers.get('location')).toBe('/console');
  });

  test('a page shows the account and says that it is local', async () => {
    const markup = await (await browser.get('/console')).text();
    expect(markup).toContain('Local AWS console');
    expect(markup).toContain(account.id);
  });

  test('what a learner does in the console is recorded like any call', async () => {
    const created = await browser.submit('/console/s3', '/console/s3/create', { bucket: 'console-bucket', bucketRegion: 'ap-northeast-2' });
    expect(created.status).toBe(303);
    const { member } = await memberIn('ap-northeast-2');
    const { Events = [] } = await member.cloudtrail.send(new LookupEventsCommand({}));
    const record = JSON.parse(Events.find((event) => event.EventName === 'CreateBucket')?.CloudTrailEvent ?? '{}');
    expect(record).toMatchObject({
      awsRegion: 'ap-northeast-2', sessionCredentialFromConsole: 'true',
      requestParameters: { bucketName: 'console-bucket', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } },
    });
  });

  async function memberIn(region: string) {
    const { clientsFor } = await import('./clients.ts');
    return { member: clientsFor(aws.url, account.keys, region) };
  }

  test('typed content becomes an object', async () => {
    await browser.submit('/console/s3', '/console/s3/create', { bucket: 'typed-bucket', bucketRegion: 'us-east-1' });
    await browser.submit('/console/s3/typed-bucket', '/console/s3/typed-bucket/upload', { key: 'index.html', content: '<h1>Hi</h1>' });
    const { Body, ContentType } = await account.member.s3.send(new GetObjectCommand({ Bucket: 'typed-bucket', Key: 'index.html' }));
    expect([await Body?.transformToString(), ContentType]).toEqual(['<h1>Hi</h1>', 'text/html']);
  });

  test('a form without the token of its session is refused', async () => {
    const response = await browser.post('/console/s3/create', { bucket: 'forged-bucket', bucketRegion: 'us-east-1' });
    expect(response.status).toBe(403);
  });

  test('an error is shown in the words of AWS, escaped', async () => {
    const response = await browser.submit('/console/s3', '/console/s3/create', { bucket: '<b>', bucketRegion: 'us-east-1' });
    const markup = await response.text();
    expect(markup).toContain('InvalidBucketName: The specified bucket is not valid.');
    expect(markup).not.toContain('<b>');
  });

  test('a static website is seen only once the policy and Block Public Access let everyone read it', async () => {
    const bucket = '/console/s3/site-bucket';
    await browser.submit('/console/s3', '/console/s3/create', { bucket: 'site-bucket', bucketRegion: 'us-east-1' });
    await browser.submit(bucket, `${bucket}/upload`, { key: 'index.html', content: 'welcome' });
    await browser.submit(`${bucket}?tab=properties`, `${bucket}/website`, { index: 'index.html', error: '' });
    expect((await browser.get('/website/site-bucket/')).status).toBe(403);
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site-bucket/*' }] });
    const refused = await browser.submit(`${bucket}?tab=permissions`, `${bucket}/policy`, { policy });
    expect(await refused.text()).toContain('public policies are prevented by the BlockPublicPolicy setting');
    await browser.submit(`${bucket}?tab=permissions`, `${bucket}/public-access`, {});
    await browser.submit(`${bucket}?tab=permissions`, `${bucket}/policy`, { policy });
    expect(await (await browser.get('/website/site-bucket/')).text()).toBe('welcome');
  });

  test('a guardrail on Regions shows its refusal, not the end of access', async () => {
    const guardrail = {
      Statement: [{ Effect: 'Deny', NotAction: 's3:*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }],
    };
    await account.member.iam.send(new PutRolePolicyCommand({
      RoleName: 'OrganizationAccountAccessRole', PolicyName: 'regions', PolicyDocument: JSON.stringify(guardrail),
    }));
    const markup = await (await browser.get('/console/ec2?region=eu-west-1')).text();
    expect(markup).toContain('UnauthorizedOperation');
    expect(markup).not.toContain('Access has ended');
  });

  test('after the sessions of the role are revoked the console says that access has ended', async () => {
    await account.member.iam.send(new PutRolePolicyCommand({
      RoleName: 'OrganizationAccountAccessRole', PolicyName: 'AWSRevokeOlderSessions',
      PolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(Date.now() + 1_000).toISOString() } } }],
      }),
    }));
    const response = await browser.get('/console/s3');
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('Access has ended')]);
  });
});
