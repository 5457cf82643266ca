import type { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation, type TrailResource } from '../dispatch/operation.ts';
import type { RestOutput } from '../protocols/rest-xml.ts';
import type { JsonObject } from '../state/model.ts';
import { bucketTarget, findBucket } from './bucket.ts';

/** Namespace of S3's documents, which CloudTrail keeps beside their content. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

interface BucketInput {
  readonly Bucket: string;
  readonly Key?: string | undefined;
}

interface S3Spec<Schema extends z.ZodType<BucketInput>> {
  readonly name: string;
  readonly access: 'read' | 'write';
  readonly input: Schema;
  /** IAM action without `s3:`, when it is not the operation's name. */
  readonly action?: string;
  /** Name in CloudTrail, when it is not the operation's name. */
  readonly eventName?: string;
  readonly data?: true;
  /** The call makes the bucket: whoever has one of that name has no say in who may try. */
  readonly creates?: true;
  /** The query marker of the call, which CloudTrail lists as an empty parameter. */
  readonly subresource?: string;
  /** Parameters besides bucket, host and key. */
  readonly parameters?: (input: z.output<Schema>) => JsonObject;
  readonly response?: (output: RestOutput) => JsonObject | null;
  readonly conditions?: (input: z.output<Schema>) => Record<string, string>;
  readonly run: (input: z.output<Schema>, context: CallContext) => RestOutput;
}

function hostOf(context: CallContext): string {
  return `s3.${context.region.name}.amazonaws.com`;
}

function resourcesOf(input: BucketInput, context: CallContext): TrailResource[] {
  const owner = findBucket(context.cloud.state, input.Bucket)?.account ?? context.account.id;
  const bucket = { accountId: owner, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${input.Bucket}` };
  if (input.Key === undefined) return [bucket];
  return [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${input.Bucket}/${input.Key}` }, bucket];
}

function typed(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member)]));
}

/** A document of a request as CloudTrail writes it: its elements, booleans as such, and its namespace. */
export function trailDocument(name: string, document: JsonObject): JsonObject {
  return { [name]: { xmlns: S3_NAMESPACE, ...Object.fromEntries(Object.entries(document).map(([key, value]) => [key, typed(value)])) } };
}

function additionalData(): JsonObject {
  return { SignatureVersion: 'SigV4', CipherSuite: 'TLS_AES_128_GCM_SHA256', bytesTransferredIn: 0, AuthenticationMethod: 'AuthHeader', bytesTransferredOut: 0 };
}

/** Declares an operation on a bucket or an object, with the shape all of S3's CloudTrail records share. */
export function s3Operation<Schema extends z.ZodType<BucketInput>>(spec: S3Spec<Schema>): Operation {
  const { name, access, input, run } = spec;
  return operation({
    name,
    access,
    input,
    run,
    ...(spec.action === undefined ? {} : { action: spec.action }),
    target: (given, context) =>
      spec.creates ? { arn: `arn:aws:s3:::${given.Bucket}` } : bucketTarget(context, given.Bucket, given.Key, spec.conditions?.(given)),
    trail: {
      ...(spec.eventName === undefined ? {} : { eventName: spec.eventName }),
      ...(spec.data ? { data: true } : {}),
      parameters: (given, context) => ({
        bucketName: given.Bucket,
        Host: hostOf(context),
        ...(given.Key === undefined ? {} : { key: given.Key }),
        ...(spec.subresource === undefined ? {} : { [spec.subresource]: '' }),
        ...spec.parameters?.(given),
      }),
      response: (output) => spec.response?.(output) ?? null,
      resources: resourcesOf,
      additional: additionalData,
      region: (given, context) => findBucket(context.cloud.state, given.Bucket)?.region,
    },
  });
}
