import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { System } from './system.ts';

/** Somebody signed in to the LMS, in a browser context of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The tool's frame on the activity's page. */
  readonly tool: FrameLocator;
}

const ACTIVITY = '/courses/101/activities/s3-static-site';

/** Signs a person in to the LMS and opens the activity in its frame. */
export function openActivity(browser: Browser, system: System, person: string): Promise<Visitor> {
  return openPage(browser, system, { person, path: ACTIVITY });
}

/** Signs a person in to the LMS and opens one of its pages. */
export async function openPage(browser: Browser, system: System, { person, path }: { readonly person: string; readonly path: string }): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  await context.request.post(`${system.urls.lms}/sign-in`, { form: { person, back: path } });
  const page = await context.newPage();
  await page.goto(`${system.urls.lms}${path}`);
  return { context, page, tool: page.frameLocator('iframe[name=tool]') };
}

/** Reads the block that a learner copies into a shell, as a shell would. */
export function environmentOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/export (\w+)='([^']*)'/g)].map(([, name = '', value = '']) => [name, value]));
}

/** An SDK client that works with what the learner copied. */
export function s3Of(environment: Record<string, string>, region = environment.AWS_REGION ?? ''): S3Client {
  return new S3Client({
    region,
    endpoint: environment.AWS_ENDPOINT_URL ?? '',
    credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '', sessionToken: environment.AWS_SESSION_TOKEN ?? '' },
  });
}

/** Does what the assignment asks, step by step; yields after each call so that a test can look in between. */
export function assignment(s3: S3Client, bucket: string): readonly (readonly [step: string, act: () => Promise<unknown>])[] {
  const readers = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*`, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }] };
  return [
    ['Create the site', () => s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }))],
    ['Turn on versioning', () => s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))],
    ['Set default encryption', () => s3.send(new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } }))],
    ['Handle public access', async () => {
      await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false } }));
      await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(readers) }));
    }],
    ['Turn on static website hosting', () => s3.send(new PutBucketWebsiteCommand({ Bucket: bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }))],
    ['Upload the front page', () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'index.html', Body: '<h1>Hello</h1>', ContentType: 'text/html' }))],
  ];
}
