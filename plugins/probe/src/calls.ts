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
import { allowedCalls, isAllowedS3, type S3Operation } from './allowed-calls.ts';

/** One read-only call; refuses an input of another form. */
type Call = (client: S3Client, input: unknown) => Promise<unknown>;

const { s3 } = allowedCalls;

const s3Calls: Readonly<Record<S3Operation, Call>> = {
  GetBucketVersioning: (client, input) => client.send(new GetBucketVersioningCommand(s3.GetBucketVersioning.parse(input))),
  GetBucketEncryption: (client, input) => client.send(new GetBucketEncryptionCommand(s3.GetBucketEncryption.parse(input))),
  GetPublicAccessBlock: (client, input) => client.send(new GetPublicAccessBlockCommand(s3.GetPublicAccessBlock.parse(input))),
  GetBucketWebsite: (client, input) => client.send(new GetBucketWebsiteCommand(s3.GetBucketWebsite.parse(input))),
  GetBucketPolicyStatus: (client, input) => client.send(new GetBucketPolicyStatusCommand(s3.GetBucketPolicyStatus.parse(input))),
  GetBucketLocation: (client, input) => client.send(new GetBucketLocationCommand(s3.GetBucketLocation.parse(input))),
  HeadBucket: (client, input) => client.send(new HeadBucketCommand(s3.HeadBucket.parse(input))),
};

/** The call of this name, if a probe may make it. */
export function allowedCall(service: string, operation: string): Call | undefined {
  return isAllowedS3(service, operation) ? s3Calls[operation] : undefined;
}
