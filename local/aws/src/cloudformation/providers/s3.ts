import { z } from 'zod';
import type { JsonObject } from '../../state/model.ts';
import type { Created, Provider, ProviderCall } from '../provider.ts';
import { physicalName } from './names.ts';

const tag = z.object({ Key: z.string(), Value: z.string() });
const encryptionRule = z.looseObject({
  ServerSideEncryptionByDefault: z.record(z.string(), z.unknown()),
  BucketKeyEnabled: z.unknown().optional(),
});
const switches = z.record(z.string(), z.unknown());

const properties = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  BucketEncryption: z.object({ ServerSideEncryptionConfiguration: z.array(encryptionRule).min(1) }).optional(),
  PublicAccessBlockConfiguration: switches.optional(),
  WebsiteConfiguration: z.object({ IndexDocument: z.string().optional(), ErrorDocument: z.string().optional() }).optional(),
  OwnershipControls: z.object({ Rules: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
  Tags: z.array(tag).optional(),
});

type Properties = z.output<typeof properties>;

function created(call: ProviderCall, bucket: string): Created {
  const region = call.region.name;
  return {
    physicalId: bucket,
    attributes: {
      Arn: `arn:aws:s3:::${bucket}`,
      DomainName: `${bucket}.s3.amazonaws.com`,
      RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${bucket}.s3.dualstack.${region}.amazonaws.com`,
      WebsiteURL: `http://${bucket}.s3-website.${region}.amazonaws.com`,
    },
  };
}

const asText = (members: JsonObject): JsonObject => Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));

/** The document of each setting a template asks for, with the operation that puts it. */
function settings(wanted: Properties): [operation: string, members: JsonObject][] {
  const list: [string, JsonObject][] = [];
  if (wanted.VersioningConfiguration) list.push(['PutBucketVersioning', { VersioningConfiguration: wanted.VersioningConfiguration }]);
  const [rule] = wanted.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  if (rule) {
    const keys = rule.BucketKeyEnabled === undefined ? {} : { BucketKeyEnabled: String(rule.BucketKeyEnabled) };
    list.push(['PutBucketEncryption', {
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault, ...keys } },
    }]);
  }
  const block = wanted.PublicAccessBlockConfiguration;
  if (block) list.push(['PutPublicAccessBlock', { PublicAccessBlockConfiguration: asText(block) }]);
  const site = wanted.WebsiteConfiguration;
  if (site) {
    list.push(['PutBucketWebsite', {
      WebsiteConfiguration: {
        IndexDocument: { Suffix: site.IndexDocument },
        ...(site.ErrorDocument === undefined ? {} : { ErrorDocument: { Key: site.ErrorDocument } }),
      },
    }]);
  }
  const [ownership] = wanted.OwnershipControls?.Rules ?? [];
  if (ownership) list.push(['PutBucketOwnershipControls', { OwnershipControls: { Rule: ownership } }]);
  if (wanted.Tags) list.push(['PutBucketTagging', { Tagging: { TagSet: { Tag: wanted.Tags } } }]);
  return list;
}

async function configure(call: ProviderCall, bucket: string): Promise<void> {
  for (const [operation, members] of settings(properties.parse(call.properties))) {
    await call.call('s3', operation, { Bucket: bucket, ...members });
  }
}

/** AWS::S3::Bucket */
export const bucketProvider: Provider = {
  attributes: ['Arn', 'DomainName', 'RegionalDomainName', 'DualStackDomainName', 'WebsiteURL'],
  replacedBy: ['BucketName'],
  create: async (call) => {
    const bucket = physicalName(call, 'BucketName', 63).toLowerCase();
    const region = call.region.name;
    const location = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    await call.call('s3', 'CreateBucket', { Bucket: bucket, ...location });
    call.made(bucket);
    await configure(call, bucket);
    return created(call, bucket);
  },
  update: async (call, bucket) => {
    await configure(call, bucket);
    return created(call, bucket);
  },
  remove: async (call, bucket) => {
    await call.call('s3', 'DeleteBucket', { Bucket: bucket });
  },
};

async function putPolicy(call: ProviderCall): Promise<Created> {
  const { Bucket, PolicyDocument } = z.object({ Bucket: z.string(), PolicyDocument: z.unknown() }).parse(call.properties);
  await call.call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(PolicyDocument) });
  return { physicalId: Bucket, attributes: {} };
}

/** AWS::S3::BucketPolicy */
export const bucketPolicyProvider: Provider = {
  attributes: [],
  replacedBy: ['Bucket'],
  create: putPolicy,
  update: putPolicy,
  remove: async (call, bucket) => {
    await call.call('s3', 'DeleteBucketPolicy', { Bucket: bucket });
  },
};
