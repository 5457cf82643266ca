import { z } from 'zod';
import type { Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { readPolicy } from '../identity/policy-document.ts';
import type { RestOutput } from '../protocols/rest-xml.ts';
import type { JsonObject } from '../state/model.ts';
import { bucketOf, publicAccessBlockOf } from './bucket.ts';
import { s3Operation, S3_NAMESPACE, trailDocument } from './declare.ts';
import { isPublicPolicy } from './public-access.ts';

const onBucket = z.object({ Bucket: z.string() });
/** The document stands under its root's name, which differs from setting to setting. */
const withDocument = z.looseObject({ Bucket: z.string() });
const document = z.record(z.string(), z.unknown());

/** A document that a bucket keeps under a query marker: put, get and delete work alike for all of them. */
interface Setting {
  /** What Put, Get and Delete are followed by in the API. */
  readonly noun: string;
  /** The same in IAM and CloudTrail, when it differs. */
  readonly eventNoun?: string;
  readonly actionNoun?: string;
  readonly root: string;
  readonly subresource: string;
  readonly missing: readonly [code: string, message: string];
  /** What the document must hold; the rest is kept as sent. */
  readonly check: z.ZodType;
}

const boolean = z.enum(['true', 'false', 'TRUE', 'FALSE']).or(z.boolean());

const SETTINGS: readonly Setting[] = [
  {
    noun: 'BucketEncryption', actionNoun: 'EncryptionConfiguration', root: 'ServerSideEncryptionConfiguration', subresource: 'encryption',
    missing: ['ServerSideEncryptionConfigurationNotFoundError', 'The server side encryption configuration was not found'],
    check: z.looseObject({ Rule: z.looseObject({ ApplyServerSideEncryptionByDefault: z.looseObject({ SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']) }) }) }),
  },
  {
    noun: 'PublicAccessBlock', eventNoun: 'BucketPublicAccessBlock', actionNoun: 'BucketPublicAccessBlock',
    root: 'PublicAccessBlockConfiguration', subresource: 'publicAccessBlock',
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
    check: z.looseObject({
      BlockPublicAcls: boolean.optional(), IgnorePublicAcls: boolean.optional(), BlockPublicPolicy: boolean.optional(), RestrictPublicBuckets: boolean.optional(),
    }),
  },
  {
    noun: 'BucketWebsite', root: 'WebsiteConfiguration', subresource: 'website',
    missing: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
    check: z.looseObject({ IndexDocument: z.object({ Suffix: z.string().regex(/^[^/]+$/) }) })
      .or(z.looseObject({ RedirectAllRequestsTo: z.looseObject({ HostName: z.string() }) })),
  },
  {
    noun: 'BucketTagging', root: 'Tagging', subresource: 'tagging',
    missing: ['NoSuchTagSet', 'The TagSet does not exist'],
    check: z.looseObject({ TagSet: z.unknown() }),
  },
  {
    noun: 'BucketOwnershipControls', root: 'OwnershipControls', subresource: 'ownershipControls',
    missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
    check: z.looseObject({ Rule: z.looseObject({ ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']) }) }),
  },
];

function putSetting(setting: Setting): Operation {
  const { noun, root, subresource } = setting;
  const content = (input: z.output<typeof withDocument>): JsonObject => document.safeParse(input[root]).data ?? {};
  return s3Operation({
    name: `Put${noun}`, access: 'write', subresource, input: withDocument,
    eventName: `Put${setting.eventNoun ?? noun}`, action: `Put${setting.actionNoun ?? noun}`,
    parameters: (input) => trailDocument(root, content(input)),
    run: (input, context) => {
      const bucket = bucketOf(context, input.Bucket);
      if (!setting.check.safeParse(content(input)).success) {
        throw new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
      }
      bucket.settings.set(root, content(input));
      return { status: noun === 'BucketTagging' ? 204 : 200 };
    },
  });
}

function getSetting(setting: Setting): Operation {
  const { noun, root, subresource, missing } = setting;
  return s3Operation({
    name: `Get${noun}`, access: 'read', subresource, input: onBucket,
    eventName: `Get${setting.eventNoun ?? noun}`, action: `Get${setting.actionNoun ?? noun}`,
    run: (input, context) => {
      const found = bucketOf(context, input.Bucket).settings.get(root);
      if (!found) throw new AwsError(missing[0], missing[1], 404, { BucketName: input.Bucket });
      return { xml: { [root]: { '@xmlns': S3_NAMESPACE, ...found } } };
    },
  });
}

function deleteSetting(setting: Setting): Operation {
  const { noun, root, subresource } = setting;
  const action = noun === 'BucketWebsite' ? 'DeleteBucketWebsite' : `Put${setting.actionNoun ?? noun}`;
  return s3Operation({
    name: `Delete${noun}`, access: 'write', subresource, input: onBucket, eventName: `Delete${setting.eventNoun ?? noun}`, action,
    run: (input, context) => {
      bucketOf(context, input.Bucket).settings.delete(root);
      return { status: 204 };
    },
  });
}

const putBucketVersioning = s3Operation({
  name: 'PutBucketVersioning',
  access: 'write',
  subresource: 'versioning',
  input: onBucket.extend({ VersioningConfiguration: z.looseObject({ Status: z.enum(['Enabled', 'Suspended']) }) }),
  parameters: (input) => trailDocument('VersioningConfiguration', input.VersioningConfiguration),
  run: (input, context) => {
    bucketOf(context, input.Bucket).versioning = input.VersioningConfiguration.Status;
    return {};
  },
});

const getBucketVersioning = s3Operation({
  name: 'GetBucketVersioning',
  access: 'read',
  subresource: 'versioning',
  input: onBucket,
  run: (input, context) => {
    const status = bucketOf(context, input.Bucket).versioning;
    return { xml: { VersioningConfiguration: { '@xmlns': S3_NAMESPACE, ...(status === undefined ? {} : { Status: status }) } } };
  },
});

function requireBucketPolicy(text: string, bucket: string): void {
  const policy = readPolicy(text);
  const malformed = (message: string): AwsError => new AwsError('MalformedPolicy', message, 400);
  if (!policy) throw malformed('Policies must be valid JSON and the first byte must be \'{\'');
  for (const statement of policy.Statement) {
    if (!statement.Principal && !statement.NotPrincipal) throw malformed('Missing required field Principal');
    if (!statement.Action && !statement.NotAction) throw malformed('Missing required field Action');
    const own = new RegExp(`^(\\*|arn:aws:s3:::${bucket.replaceAll('.', '\\.')}(/.*)?)$`, 's');
    if (!(statement.Resource ?? statement.NotResource ?? []).every((resource) => own.test(resource))) {
      throw malformed('Policy has invalid resource');
    }
  }
}

const putBucketPolicy = s3Operation({
  name: 'PutBucketPolicy',
  access: 'write',
  subresource: 'policy',
  input: onBucket.extend({ Policy: z.string() }),
  parameters: (input) => ({ bucketPolicy: readPolicy(input.Policy) ? JSON.parse(input.Policy) : input.Policy }),
  run: (input, context): RestOutput => {
    const bucket = bucketOf(context, input.Bucket);
    requireBucketPolicy(input.Policy, bucket.name);
    const policy = readPolicy(input.Policy);
    if (policy && isPublicPolicy(policy) && publicAccessBlockOf(bucket).BlockPublicPolicy) {
      const what = `User: ${context.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}"`;
      const why = 'because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.';
      throw new AwsError('AccessDenied', `${what} ${why}`, 403);
    }
    bucket.policy = input.Policy;
    return { status: 204 };
  },
});

const getBucketPolicy = s3Operation({
  name: 'GetBucketPolicy',
  access: 'read',
  subresource: 'policy',
  input: onBucket,
  run: (input, context) => {
    const { policy } = bucketOf(context, input.Bucket);
    if (policy === undefined) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: input.Bucket });
    return { headers: { 'content-type': 'application/json' }, body: Buffer.from(policy) };
  },
});

const deleteBucketPolicy = s3Operation({
  name: 'DeleteBucketPolicy',
  access: 'write',
  subresource: 'policy',
  input: onBucket,
  run: (input, context) => {
    bucketOf(context, input.Bucket).policy = undefined;
    return { status: 204 };
  },
});

const getBucketPolicyStatus = s3Operation({
  name: 'GetBucketPolicyStatus',
  access: 'read',
  subresource: 'policyStatus',
  input: onBucket,
  run: (input, context) => {
    const bucket = bucketOf(context, input.Bucket);
    const policy = bucket.policy === undefined ? null : readPolicy(bucket.policy);
    if (!policy) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: input.Bucket });
    return { xml: { PolicyStatus: { '@xmlns': S3_NAMESPACE, IsPublic: isPublicPolicy(policy) } } };
  },
});

/** What a bucket is set to. */
export const settingOperations: readonly Operation[] = [
  ...SETTINGS.flatMap((setting) => [putSetting(setting), getSetting(setting), deleteSetting(setting)]),
  putBucketVersioning, getBucketVersioning,
  putBucketPolicy, getBucketPolicy, deleteBucketPolicy, getBucketPolicyStatus,
];
