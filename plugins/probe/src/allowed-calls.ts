import { z } from 'zod';

const bucket = z.strictObject({ Bucket: z.string().min(1) });

/**
 * The calls a probe may make, all of them read-only, each with the form of its input; a probe of anything else is refused. Apart from the calls
 * themselves, so that whoever only checks a pack loads no client of AWS.
 */
export const allowedCalls = {
  s3: {
    GetBucketVersioning: bucket,
    GetBucketEncryption: bucket,
    GetPublicAccessBlock: bucket,
    GetBucketWebsite: bucket,
    GetBucketPolicyStatus: bucket,
    GetBucketLocation: bucket,
    HeadBucket: bucket,
  },
} as const;

export type S3Operation = keyof (typeof allowedCalls)['s3'];

/** Whether a probe may make this call. */
export function isAllowedS3(service: string, operation: string): operation is S3Operation {
  return service === 's3' && Object.hasOwn(allowedCalls.s3, operation);
}
