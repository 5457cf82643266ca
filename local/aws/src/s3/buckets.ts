import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { bucketName, bucketOf, initialSettings } from './bucket.ts';
import { s3Operation, S3_NAMESPACE, trailDocument } from './declare.ts';

const onBucket = z.object({ Bucket: z.string() });
/** us-east-1 has no location constraint: S3 answers and expects an empty one. */
const REGION_WITHOUT_CONSTRAINT = 'us-east-1';

const listBuckets = operation({
  name: 'ListBuckets',
  access: 'read',
  action: 'ListAllMyBuckets',
  input: z.object({ Prefix: z.string().default('') }),
  trail: { parameters: (_input, context) => ({ Host: `s3.${context.region.name}.amazonaws.com` }) },
  run: (input, { account, cloud }) => {
    const owned = [...cloud.state.buckets.values()]
      .filter((bucket) => bucket.account === account.id && bucket.name.startsWith(input.Prefix))
      .sort((one, other) => one.name.localeCompare(other.name));
    return {
      xml: {
        ListAllMyBucketsResult: {
          '@xmlns': S3_NAMESPACE,
          Buckets: { Bucket: owned.map((one) => ({ Name: one.name, CreationDate: one.createdAt, BucketRegion: one.region })) },
          Owner: { ID: account.id },
        },
      },
    };
  },
});

function regionFor(context: CallContext, constraint: string | undefined): string {
  const signed = context.region.name;
  if (signed === REGION_WITHOUT_CONSTRAINT) return constraint ?? signed;
  if (constraint === signed) return signed;
  const named = constraint === undefined ? 'unspecified' : constraint;
  throw new AwsError('IllegalLocationConstraintException', `The ${named} location constraint is incompatible for the region specific endpoint this request was sent to.`);
}

function requireFreeName(context: CallContext, name: string): void {
  const taken = context.cloud.state.buckets.get(name);
  if (taken?.account === context.account.id) {
    throw new AwsError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', 409, { BucketName: name });
  }
  if (taken) {
    const why = 'The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw new AwsError('BucketAlreadyExists', `The requested bucket name is not available. ${why}`, 409, { BucketName: name });
  }
  if (!bucketName.safeParse(name).success) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
}

const createBucket = s3Operation({
  name: 'CreateBucket',
  access: 'write',
  creates: true,
  input: onBucket.extend({
    CreateBucketConfiguration: z.union([z.literal('').transform(() => ({})), z.object({ LocationConstraint: z.string().optional() })]).optional(),
  }),
  parameters: (input) => (input.CreateBucketConfiguration ? trailDocument('CreateBucketConfiguration', input.CreateBucketConfiguration) : {}),
  run: (input, context) => {
    const configuration: { LocationConstraint?: string | undefined } = input.CreateBucketConfiguration ?? {};
    const region = regionFor(context, configuration.LocationConstraint);
    requireFreeName(context, input.Bucket);
    context.cloud.state.buckets.set(input.Bucket, {
      name: input.Bucket,
      account: context.account.id,
      region,
      createdAt: context.now.toISOString(),
      settings: initialSettings(),
      objects: new Map(),
    });
    return { headers: { location: `/${input.Bucket}`, 'x-amz-bucket-arn': `arn:aws:s3:::${input.Bucket}` } };
  },
});

const deleteBucket = s3Operation({
  name: 'DeleteBucket',
  access: 'write',
  input: onBucket,
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    if (bucket.objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, { BucketName: bucket.name });
    }
    context.cloud.state.buckets.delete(bucket.name);
    return { status: 204 };
  },
});

const headBucket = s3Operation({
  name: 'HeadBucket',
  access: 'read',
  action: 'ListBucket',
  input: onBucket,
  run: (input, context) => ({ headers: { 'x-amz-bucket-region': bucketOf(context, input.Bucket).region } }),
});

const getBucketLocation = s3Operation({
  name: 'GetBucketLocation',
  access: 'read',
  subresource: 'location',
  input: onBucket,
  run: (input, context) => {
    const { region } = bucketOf(context, input.Bucket);
    const constraint = region === REGION_WITHOUT_CONSTRAINT ? '' : region;
    return { xml: { LocationConstraint: { '@xmlns': S3_NAMESPACE, '#text': constraint } } };
  },
});

/** Buckets themselves. */
export const bucketOperations: readonly Operation[] = [listBuckets, createBucket, deleteBucket, headBucket, getBucketLocation];
