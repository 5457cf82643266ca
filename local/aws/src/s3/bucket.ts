import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import type { Target } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import type { BucketRecord, CloudState, JsonObject } from '../state/model.ts';

/** Bucket names. Amazon S3 User Guide, "General purpose bucket naming rules". */
export const bucketName = z.string().regex(/^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);

/** A bucket of any account, or undefined. Names are global. */
export function findBucket(state: CloudState, name: string): BucketRecord | undefined {
  return state.buckets.get(name);
}

/** A bucket. Throws NoSuchBucket. */
export function bucketOf(context: CallContext, name: string): BucketRecord {
  const bucket = findBucket(context.cloud.state, name);
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  return bucket;
}

/** What a call on a bucket, or on one of its objects, is about. */
export function bucketTarget(context: CallContext, name: string, key?: string, conditions: Record<string, string> = {}): Target {
  const bucket = findBucket(context.cloud.state, name);
  const arn = `arn:aws:s3:::${name}${key === undefined ? '' : `/${key}`}`;
  return { arn, policy: bucket?.policy, owner: bucket?.account, conditions };
}

const truthy = (value: unknown): boolean => value === true || value === 'true';

/** The four switches of S3 Block Public Access. */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** The switches of a bucket; all off when the configuration was deleted. */
export function publicAccessBlockOf(bucket: BucketRecord): PublicAccessBlock {
  const stored = bucket.settings.get('PublicAccessBlockConfiguration') ?? {};
  return {
    BlockPublicAcls: truthy(stored['BlockPublicAcls']),
    IgnorePublicAcls: truthy(stored['IgnorePublicAcls']),
    BlockPublicPolicy: truthy(stored['BlockPublicPolicy']),
    RestrictPublicBuckets: truthy(stored['RestrictPublicBuckets']),
  };
}

/** What every new bucket begins with since April 2023. Amazon S3 User Guide, "Default settings for new S3 buckets". */
export function initialSettings(): Map<string, JsonObject> {
  return new Map<string, JsonObject>([
    ['PublicAccessBlockConfiguration', {
      BlockPublicAcls: 'true', IgnorePublicAcls: 'true', BlockPublicPolicy: 'true', RestrictPublicBuckets: 'true',
    }],
    ['OwnershipControls', { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } }],
    ['ServerSideEncryptionConfiguration', {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: 'false' },
    }],
  ]);
}
