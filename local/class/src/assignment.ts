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

/** Reads the block that a learner copies into a shell, as a shell would. */
export function environmentOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/export (\w+)='([^']*)'/g)].map(([, name = '', value = '']) => [name, value]));
}

/** An SDK client that works with what the learner copied. */
export function s3Of(environment: Readonly<Record<string, string>>, region = environment.AWS_REGION ?? ''): S3Client {
  return new S3Client({
    region,
    endpoint: environment.AWS_ENDPOINT_URL ?? '',
    credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '', sessionToken: environment.AWS_SESSION_TOKEN ?? '' },
  });
}

/** One step of the lab: its title begins so, and this does what it asks. */
export type Step = readonly [title: string, act: () => Promise<unknown>];

/** Does what the lab "Host a static site on Amazon S3" asks, step by step, so that whoever calls can look in between. */
export function assignment(s3: S3Client, bucket: string): readonly Step[] {
  const readers = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*`, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }] };
  return [
    ["Create the site's bucket", () => s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }))],
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

/** The right call in the wrong Region: a near miss of the first step. */
export const inWrongRegion = (environment: Readonly<Record<string, string>>, bucket: string): Promise<unknown> => s3Of(environment, 'us-east-1').send(new CreateBucketCommand({ Bucket: `${bucket}-elsewhere` }));

/** A call that AWS refuses, as there is no such bucket. */
export const onMistypedBucket = (s3: S3Client, bucket: string): Promise<unknown> => s3.send(new PutBucketVersioningCommand({ Bucket: `${bucket}-mistyped`, VersioningConfiguration: { Status: 'Enabled' } }));
