import { packManifestSchema, validatorFileSchema, type CloudTrailRecord, type LabFacts } from '@cloudclass/plugin-contract';
import { compilePack, type CompiledPack } from '../src/index.ts';

const learner = 'arn:aws:iam::111122223333:role/lab-learner';

export const lab: LabFacts = {
  accountId: '111122223333',
  region: 'ap-northeast-2',
  startedAt: '2026-03-02T01:00:00Z',
  learnerRoleArns: [learner],
  outputs: { Prefix: 'site-' },
};

/** What a record of a test says; the rest is the same for all. */
interface Act {
  readonly id: string;
  readonly name: string;
  /** Minutes and seconds after the start of the lab. */
  readonly at: string;
  readonly bucket?: string;
  readonly region?: string;
  readonly errorCode?: string;
  readonly role?: string;
  readonly account?: string;
  readonly invokedBy?: string;
}

/** A CloudTrail record of a call to S3. */
export function act({ id, name, at, bucket = 'site-a', region = lab.region, errorCode, role = learner, account = lab.accountId, invokedBy }: Act): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: `2026-03-02T01:${at}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: name,
    awsRegion: region,
    recipientAccountId: account,
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: role } }, ...(invokedBy !== undefined && { invokedBy }) },
    requestParameters: { bucketName: bucket },
    ...(errorCode !== undefined && { errorCode }),
  };
}

/** A pattern for a call to S3, with further clauses. */
export const call = (name: string, clauses: object = {}): object => ({ eventSource: ['s3.amazonaws.com'], eventName: [name], ...clauses });

/** A pack of the given validators by step, in that order. */
export function packOf(validators: Readonly<Record<string, object>>): CompiledPack {
  const text = { ko: '글', en: 'text' };
  const manifest = packManifestSchema.parse({
    id: 'pack',
    version: '1.0.0',
    title: text,
    summary: text,
    product: 'lab',
    duration: { usualMinutes: 1, limitMinutes: 1 },
    regions: [lab.region],
    services: ['s3'],
    steps: Object.keys(validators).map((id) => ({ id, title: text, points: 1 })),
  });
  return compilePack({ manifest, validators: Object.entries(validators).map(([step, validator]) => validatorFileSchema.parse({ step, validator })) });
}
