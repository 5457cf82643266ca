import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { denialOf } from '../dispatch/authorize.ts';
import { flag, list } from '../dispatch/fields.ts';
import type { Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { opaqueToken } from '../ids.ts';
import type { RestOutput } from '../protocols/rest-xml.ts';
import type { BucketRecord, ObjectVersion } from '../state/model.ts';
import { bucketOf, bucketTarget } from './bucket.ts';
import { s3Operation, S3_NAMESPACE } from './declare.ts';

const objectKey = z.string().min(1).max(1_024);
const onObject = z.object({ Bucket: z.string(), Key: objectKey, VersionId: z.string().optional() });
/** The version of an object written while its bucket kept no versions. */
const NULL_VERSION = 'null';

function store(bucket: BucketRecord, version: ObjectVersion): void {
  const versions = bucket.objects.get(version.key) ?? [];
  const kept = version.versionId === NULL_VERSION ? versions.filter((one) => one.versionId !== NULL_VERSION) : versions;
  bucket.objects.set(version.key, [version, ...kept]);
}

function versionIdFor(bucket: BucketRecord): string {
  return bucket.versioning === 'Enabled' ? opaqueToken(24) : NULL_VERSION;
}

/** Writes an object as PutObject does and answers with the version written. */
function write(
  bucket: BucketRecord,
  content: { readonly key: string; readonly body: Buffer; readonly contentType: string; readonly metadata: Record<string, string> },
  now: Date,
): ObjectVersion {
  const version: ObjectVersion = {
    key: content.key,
    versionId: versionIdFor(bucket),
    deleteMarker: false,
    body: content.body.toString('base64'),
    size: content.body.length,
    etag: `"${createHash('md5').update(content.body).digest('hex')}"`,
    contentType: content.contentType,
    metadata: content.metadata,
    lastModified: now.toISOString(),
  };
  store(bucket, version);
  return version;
}

/** The current version of an object, or undefined when there is none or it is deleted. */
export function currentVersion(bucket: BucketRecord, key: string): ObjectVersion | undefined {
  const newest = bucket.objects.get(key)?.[0];
  return newest?.deleteMarker ? undefined : newest;
}

function versionOf(bucket: BucketRecord, key: string, versionId: string | undefined): ObjectVersion {
  const found = versionId === undefined
    ? currentVersion(bucket, key)
    : bucket.objects.get(key)?.find((one) => one.versionId === versionId);
  if (found) return found;
  const code = versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion';
  throw new AwsError(code, versionId === undefined ? 'The specified key does not exist.' : 'The specified version does not exist.', 404, { Key: key });
}

function versionHeaders(bucket: BucketRecord, version: ObjectVersion): Record<string, string> {
  return {
    etag: version.etag,
    'x-amz-server-side-encryption': 'AES256',
    ...(bucket.versioning === undefined ? {} : { 'x-amz-version-id': version.versionId }),
  };
}

function contentHeaders(bucket: BucketRecord, version: ObjectVersion): Record<string, string> {
  const metadata = Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    ...versionHeaders(bucket, version),
    'content-type': version.contentType,
    'content-length': String(version.size),
    'last-modified': new Date(version.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...Object.fromEntries(metadata),
  };
}

function writtenHeaders({ headers }: RestOutput): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => name.startsWith('x-amz-')));
}

const putObject = s3Operation({
  name: 'PutObject',
  access: 'write',
  data: true,
  input: onObject.extend({
    Body: z.instanceof(Buffer),
    ContentType: z.string().default('binary/octet-stream'),
    Metadata: z.record(z.string(), z.string()).default({}),
  }),
  response: writtenHeaders,
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const content = { key: input.Key, body: input.Body, contentType: input.ContentType, metadata: input.Metadata };
    return { headers: versionHeaders(bucket, write(bucket, content, context.now)) };
  },
});

function readSource(context: CallContext, source: string): ObjectVersion {
  const [bucket = '', ...key] = decodeURIComponent(source.replace(/^\//, '')).split('/');
  return versionOf(bucketOf(context, bucket), key.join('/'), undefined);
}

const copyObject = s3Operation({
  name: 'CopyObject',
  access: 'write',
  action: 'PutObject',
  data: true,
  input: onObject.extend({ CopySource: z.string() }),
  parameters: (input) => ({ 'x-amz-copy-source': input.CopySource }),
  response: writtenHeaders,
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const source = readSource(context, input.CopySource);
    const body = Buffer.from(source.body, 'base64');
    const copy = write(bucket, { key: input.Key, body, contentType: source.contentType, metadata: source.metadata }, context.now);
    return {
      headers: versionHeaders(bucket, copy),
      xml: { CopyObjectResult: { '@xmlns': S3_NAMESPACE, ETag: copy.etag, LastModified: copy.lastModified } },
    };
  },
});

/** Bytes asked for by a Range header, or null for the whole. RFC 9110, section 14.1.2. */
function rangeOf(header: string | undefined, size: number): readonly [start: number, end: number] | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [start, end];
}

const getObject = s3Operation({
  name: 'GetObject',
  access: 'read',
  data: true,
  input: onObject.extend({ Range: z.string().optional() }),
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const version = versionOf(bucket, input.Key, input.VersionId);
    const body = Buffer.from(version.body, 'base64');
    const range = rangeOf(input.Range, version.size);
    if (!range) return { headers: contentHeaders(bucket, version), body };
    const [start, end] = range;
    const part = body.subarray(start, end + 1);
    const headers = { 'content-range': `bytes ${start}-${end}/${version.size}`, 'content-length': String(part.length) };
    return { status: 206, headers: { ...contentHeaders(bucket, version), ...headers }, body: part };
  },
});

const headObject = s3Operation({
  name: 'HeadObject',
  access: 'read',
  action: 'GetObject',
  data: true,
  input: onObject,
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    return { headers: contentHeaders(bucket, versionOf(bucket, input.Key, input.VersionId)) };
  },
});

interface Removal {
  readonly Key: string;
  readonly VersionId?: string;
  readonly DeleteMarker?: boolean;
  readonly DeleteMarkerVersionId?: string;
}

function removeVersion(bucket: BucketRecord, key: string, versionId: string): Removal {
  const versions = bucket.objects.get(key) ?? [];
  const kept = versions.filter((one) => one.versionId !== versionId);
  if (kept.length > 0) bucket.objects.set(key, kept);
  else bucket.objects.delete(key);
  return { Key: key, VersionId: versionId };
}

/** Deletes as S3 does: one version for good, or, in a bucket with versions, by a marker on top of them. */
function remove(bucket: BucketRecord, key: string, versionId: string | undefined, now: Date): Removal {
  if (versionId !== undefined) return removeVersion(bucket, key, versionId);
  if (bucket.versioning === undefined) {
    bucket.objects.delete(key);
    return { Key: key };
  }
  const marker: ObjectVersion = {
    key, versionId: versionIdFor(bucket), deleteMarker: true, body: '', size: 0, etag: '', contentType: '', metadata: {}, lastModified: now.toISOString(),
  };
  store(bucket, marker);
  return { Key: key, DeleteMarker: true, DeleteMarkerVersionId: marker.versionId };
}

const deleteObject = s3Operation({
  name: 'DeleteObject',
  access: 'write',
  data: true,
  input: onObject,
  run: (input, context) => {
    const removal = remove(bucketOf(context, input.Bucket), input.Key, input.VersionId, context.now);
    const versionId = removal.DeleteMarkerVersionId ?? removal.VersionId;
    return {
      status: 204,
      headers: {
        ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
        ...(removal.DeleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      },
    };
  },
});

/** Every object is decided by itself; one that may not be deleted does not keep the others. */
function denialToDelete(context: CallContext, bucket: string, { Key, VersionId }: { readonly Key: string; readonly VersionId?: string | undefined }): string | undefined {
  const action = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  return denialOf(context, { action, region: context.region.name, target: bucketTarget(context, bucket, Key) });
}

const deleteObjects = s3Operation({
  name: 'DeleteObjects',
  access: 'write',
  action: 'DeleteObject',
  data: true,
  subresource: 'delete',
  input: z.object({
    Bucket: z.string(),
    Delete: z.object({
      Object: list(z.object({ Key: objectKey, VersionId: z.string().optional() })),
      Quiet: flag.default(false),
    }),
  }),
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const asked = input.Delete.Object.map((object) => ({ ...object, denial: denialToDelete(context, input.Bucket, object) }));
    const removed = asked.filter(({ denial }) => denial === undefined).map(({ Key, VersionId }) => remove(bucket, Key, VersionId, context.now));
    const errors = asked.flatMap(({ Key, VersionId, denial }) => (denial === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }), Code: 'AccessDenied', Message: denial }]));
    return { xml: { DeleteResult: { '@xmlns': S3_NAMESPACE, ...(input.Delete.Quiet ? {} : { Deleted: removed }), ...(errors.length === 0 ? {} : { Error: errors }) } } };
  },
});

/** Objects and their versions. */
export const objectOperations: readonly Operation[] = [putObject, copyObject, getObject, headObject, deleteObject, deleteObjects];
