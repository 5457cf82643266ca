import { z } from 'zod';
import { asAwsError } from '../errors.ts';
import { call, type Visit } from './visit.ts';

const bucketList = z.object({
  xml: z.object({
    ListAllMyBucketsResult: z.object({
      Buckets: z.object({ Bucket: z.array(z.object({ Name: z.string(), CreationDate: z.string(), BucketRegion: z.string() })) }),
    }),
  }),
}).transform((answer) => answer.xml.ListAllMyBucketsResult.Buckets.Bucket);

const objectList = z.object({
  xml: z.object({
    ListBucketResult: z.object({
      Contents: z.array(z.object({ Key: z.string(), Size: z.number(), LastModified: z.string() })),
    }),
  }),
}).transform((answer) => answer.xml.ListBucketResult.Contents);

const document = z.object({ xml: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .transform((answer) => Object.values(answer.xml)[0] ?? {});

/** The buckets of the account. */
export async function readBuckets(visit: Visit) {
  return bucketList.parse(await call(visit, 's3', 'ListBuckets'));
}

/** The first thousand objects of a bucket. */
export async function readObjects(visit: Visit, bucket: string) {
  return objectList.parse(await call(visit, 's3', 'ListObjectsV2', { Bucket: bucket }));
}

async function orNothing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (/^NoSuch(?!Bucket$)|NotFoundError$/.test(asAwsError(thrown).code)) return null;
    throw thrown;
  }
}

/** A document a bucket keeps, such as its website configuration; null when it has none. */
export async function readSetting(visit: Visit, operation: string, bucket: string): Promise<Record<string, unknown> | null> {
  return orNothing(call(visit, 's3', operation, { Bucket: bucket }).then((answer) => document.parse(answer)));
}

/** The policy of a bucket as text; null when it has none. */
export async function readPolicyText(visit: Visit, bucket: string): Promise<string | null> {
  const answer = await orNothing(call(visit, 's3', 'GetBucketPolicy', { Bucket: bucket }));
  return answer === null ? null : z.object({ body: z.instanceof(Buffer) }).parse(answer).body.toString('utf8');
}
