import { z } from 'zod';
import { whole } from '../dispatch/fields.ts';
import type { Operation } from '../dispatch/operation.ts';
import type { BucketRecord, ObjectVersion } from '../state/model.ts';
import { bucketOf } from './bucket.ts';
import { s3Operation, S3_NAMESPACE } from './declare.ts';
import { currentVersion } from './objects.ts';

const listInput = z.object({
  Bucket: z.string(),
  Prefix: z.string().default(''),
  Delimiter: z.string().default(''),
  MaxKeys: whole.min(0).max(1_000).default(1_000),
  EncodingType: z.string().optional(),
});

type ListInput = z.output<typeof listInput>;

/** One line of a listing: a key, or a group of keys that share what comes before the delimiter. */
type Line = { readonly kind: 'key'; readonly name: string } | { readonly kind: 'prefix'; readonly name: string };

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function lines(keys: readonly string[], { Prefix, Delimiter }: ListInput): Line[] {
  const groups = new Set<string>();
  return keys.filter((key) => key.startsWith(Prefix)).sort(compare).flatMap((key): Line[] => {
    const cut = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
    if (cut < 0) return [{ kind: 'key', name: key }];
    const name = key.slice(0, cut + Delimiter.length);
    if (groups.has(name)) return [];
    groups.add(name);
    return [{ kind: 'prefix', name }];
  });
}

interface Listing {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last line, when more follow. */
  readonly last: string | undefined;
}

function listAfter(keys: readonly string[], input: ListInput, after: string): Listing {
  const rest = lines(keys, input).filter((line) => line.name > after && !(line.kind === 'prefix' && after.startsWith(line.name)));
  const taken = rest.slice(0, input.MaxKeys);
  const names = (kind: Line['kind']): string[] => taken.filter((line) => line.kind === kind).map((line) => line.name);
  return { keys: names('key'), prefixes: names('prefix'), last: rest.length > taken.length ? taken.at(-1)?.name : undefined };
}

function encoder(input: ListInput): (text: string) => string {
  return input.EncodingType === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;
}

function liveKeys(bucket: BucketRecord): string[] {
  return [...bucket.objects.keys()].filter((key) => currentVersion(bucket, key) !== undefined);
}

function contents(bucket: BucketRecord, keys: readonly string[], encode: (text: string) => string) {
  return keys.flatMap((key) => {
    const version = currentVersion(bucket, key);
    return version
      ? [{ Key: encode(key), LastModified: version.lastModified, ETag: version.etag, Size: version.size, StorageClass: 'STANDARD' }]
      : [];
  });
}

function heading(bucket: BucketRecord, input: ListInput, encode: (text: string) => string) {
  return {
    '@xmlns': S3_NAMESPACE,
    Name: bucket.name,
    Prefix: encode(input.Prefix),
    ...(input.Delimiter === '' ? {} : { Delimiter: encode(input.Delimiter) }),
    MaxKeys: input.MaxKeys,
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
  };
}

function group(prefixes: readonly string[], encode: (text: string) => string) {
  return { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })) };
}

const conditions = (input: ListInput): Record<string, string> => ({ 's3:prefix': input.Prefix, 's3:delimiter': input.Delimiter });

const listObjectsV2 = s3Operation({
  name: 'ListObjectsV2',
  access: 'read',
  action: 'ListBucket',
  eventName: 'ListObjects',
  data: true,
  conditions,
  input: listInput.extend({ ContinuationToken: z.string().optional(), StartAfter: z.string().default('') }),
  parameters: (input) => ({ 'list-type': '2', prefix: input.Prefix }),
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const encode = encoder(input);
    const after = input.ContinuationToken === undefined ? input.StartAfter : Buffer.from(input.ContinuationToken, 'base64url').toString('utf8');
    const found = listAfter(liveKeys(bucket), input, after);
    return {
      xml: {
        ListBucketResult: {
          ...heading(bucket, input, encode),
          KeyCount: found.keys.length + found.prefixes.length,
          IsTruncated: found.last !== undefined,
          ...(found.last === undefined ? {} : { NextContinuationToken: Buffer.from(found.last).toString('base64url') }),
          Contents: contents(bucket, found.keys, encode),
          ...group(found.prefixes, encode),
        },
      },
    };
  },
});

const listObjects = s3Operation({
  name: 'ListObjects',
  access: 'read',
  action: 'ListBucket',
  data: true,
  conditions,
  input: listInput.extend({ Marker: z.string().default('') }),
  parameters: (input) => ({ prefix: input.Prefix }),
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const encode = encoder(input);
    const found = listAfter(liveKeys(bucket), input, input.Marker);
    return {
      xml: {
        ListBucketResult: {
          ...heading(bucket, input, encode),
          Marker: encode(input.Marker),
          IsTruncated: found.last !== undefined,
          ...(found.last === undefined ? {} : { NextMarker: encode(found.last) }),
          Contents: contents(bucket, found.keys, encode),
          ...group(found.prefixes, encode),
        },
      },
    };
  },
});

function describeVersion(version: ObjectVersion, isLatest: boolean, encode: (text: string) => string) {
  const common = { Key: encode(version.key), VersionId: version.versionId, IsLatest: isLatest, LastModified: version.lastModified };
  return version.deleteMarker ? common : { ...common, ETag: version.etag, Size: version.size, StorageClass: 'STANDARD' };
}

const listObjectVersions = s3Operation({
  name: 'ListObjectVersions',
  access: 'read',
  action: 'ListBucketVersions',
  subresource: 'versions',
  conditions,
  input: listInput.extend({ KeyMarker: z.string().default(''), VersionIdMarker: z.string().optional() }),
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const encode = encoder(input);
    const found = listAfter([...bucket.objects.keys()], input, input.KeyMarker);
    const versions = found.keys.flatMap((key) => (bucket.objects.get(key) ?? []).map((version, index) => ({ version, isLatest: index === 0 })));
    const described = (markers: boolean) => versions
      .filter(({ version }) => version.deleteMarker === markers)
      .map(({ version, isLatest }) => describeVersion(version, isLatest, encode));
    return {
      xml: {
        ListVersionsResult: {
          ...heading(bucket, input, encode),
          KeyMarker: encode(input.KeyMarker),
          IsTruncated: found.last !== undefined,
          ...(found.last === undefined ? {} : { NextKeyMarker: encode(found.last), NextVersionIdMarker: 'null' }),
          Version: described(false),
          DeleteMarker: described(true),
          ...group(found.prefixes, encode),
        },
      },
    };
  },
});

/** What is in a bucket. */
export const listingOperations: readonly Operation[] = [listObjectsV2, listObjects, listObjectVersions];
