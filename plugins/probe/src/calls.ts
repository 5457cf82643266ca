import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';

/** One read-only call, with the form of its input. */
type Call = (client: S3Client, input: unknown) => Promise<unknown>;

const bucket = z.strictObject({ Bucket: z.string().min(1) });

/** The calls a probe may make, all of them read-only; a probe of anything else is refused. */
const s3Calls: Readonly<Record<string, Call>> = {
  GetBucketVersioning: (client, input) => client.send(new GetBucketVersioningCommand(bucket.parse(input))),
  GetBucketEncryption: (client, input) => client.send(new GetBucketEncryptionCommand(bucket.parse(input))),
  GetPublicAccessBlock: (client, input) => client.send(new GetPublicAccessBlockCommand(bucket.parse(input))),
  GetBucketWebsite: (client, input) => client.send(new GetBucketWebsiteCommand(bucket.parse(input))),
  GetBucketPolicyStatus: (client, input) => client.send(new GetBucketPolicyStatusCommand(bucket.parse(input))),
  GetBucketLocation: (client, input) => client.send(new GetBucketLocationCommand(bucket.parse(input))),
  HeadBucket: (client, input) => client.send(new HeadBucketCommand(bucket.parse(input))),
};

/** The call of this name, if a probe may make it. */
export function allowedCall(service: string, operation: string): Call | undefined {
  return service === 's3' && Object.hasOwn(s3Calls, operation) ? s3Calls[operation] : undefined;
}
