import type { Action } from './action.ts';
import { type BucketTab, PUBLIC_ACCESS_SWITCHES } from './s3-pages.ts';
import { call, field, type Visit } from './visit.ts';

/** Makes the bucket a form asks for; the Region it names is the one whose endpoint is called. */
export async function createBucket(visit: Visit): Promise<string> {
  const region = field(visit, 'bucketRegion');
  const configuration = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  const there = { ...visit, session: { ...visit.session, region } };
  await call(there, 's3', 'CreateBucket', { Bucket: field(visit, 'bucket'), ...configuration });
  return field(visit, 'bucket');
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html', css: 'text/css', js: 'text/javascript', json: 'application/json', txt: 'text/plain', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg',
};

function typeOf(key: string): string {
  return TYPES[key.slice(key.lastIndexOf('.') + 1).toLowerCase()] ?? 'binary/octet-stream';
}

async function upload(visit: Visit, bucket: string): Promise<void> {
  const file = visit.form.get('file');
  const chosen = typeof file === 'object' && file !== null && file.name !== '' ? file : null;
  const key = field(visit, 'key') || (chosen?.name ?? '');
  const content = chosen ? Buffer.from(await chosen.arrayBuffer()) : Buffer.from(field(visit, 'content'));
  await call(visit, 's3', 'PutObject', { Bucket: bucket, Key: key, Body: content, ContentType: typeOf(key) });
}

function putWebsite(visit: Visit, bucket: string): Promise<object> {
  const error = field(visit, 'error');
  const configuration = { IndexDocument: { Suffix: field(visit, 'index') }, ...(error === '' ? {} : { ErrorDocument: { Key: error } }) };
  return call(visit, 's3', 'PutBucketWebsite', { Bucket: bucket, WebsiteConfiguration: configuration });
}

function putPublicAccess(visit: Visit, bucket: string): Promise<object> {
  const switches = PUBLIC_ACCESS_SWITCHES.map(([name]) => [name, String(visit.form.has(name))]);
  return call(visit, 's3', 'PutPublicAccessBlock', { Bucket: bucket, PublicAccessBlockConfiguration: Object.fromEntries(switches) });
}

/** The forms of a bucket's pages, by the last segment of their address. */
export const BUCKET_ACTIONS: ReadonlyMap<string, Action<BucketTab>> = new Map<string, Action<BucketTab>>([
  ['upload', { tab: 'objects', done: 'Object uploaded.', run: upload }],
  ['delete-object', {
    tab: 'objects', done: 'Object deleted.', run: (visit, bucket) => call(visit, 's3', 'DeleteObject', { Bucket: bucket, Key: field(visit, 'key') }),
  }],
  ['versioning', {
    tab: 'properties', done: 'Bucket versioning saved.',
    run: (visit, bucket) => call(visit, 's3', 'PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: field(visit, 'status') } }),
  }],
  ['encryption', {
    tab: 'properties', done: 'Default encryption saved.',
    run: (visit, bucket) => call(visit, 's3', 'PutBucketEncryption', {
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: field(visit, 'algorithm') }, BucketKeyEnabled: 'true' },
      },
    }),
  }],
  ['website', { tab: 'properties', done: 'Static website hosting saved.', run: putWebsite }],
  ['website-delete', {
    tab: 'properties', done: 'Static website hosting disabled.', run: (visit, bucket) => call(visit, 's3', 'DeleteBucketWebsite', { Bucket: bucket }),
  }],
  ['public-access', { tab: 'permissions', done: 'Block public access saved.', run: putPublicAccess }],
  ['policy', {
    tab: 'permissions', done: 'Bucket policy saved.',
    run: (visit, bucket) => call(visit, 's3', 'PutBucketPolicy', { Bucket: bucket, Policy: field(visit, 'policy') }),
  }],
  ['policy-delete', {
    tab: 'permissions', done: 'Bucket policy deleted.', run: (visit, bucket) => call(visit, 's3', 'DeleteBucketPolicy', { Bucket: bucket }),
  }],
]);
