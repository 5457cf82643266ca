import type { CloudTrailRecord, PackFixture } from '@cloudclass/plugin-contract';

const accountId = '111122223333';
const role = `arn:aws:iam::${accountId}:role/lab-learner`;
const region = 'ap-northeast-2';
const lab: PackFixture['lab'] = {
  accountId,
  region,
  startedAt: '2026-01-01T00:00:00Z',
  learnerRoleArns: [role],
  outputs: { NamePrefix: `lab-${accountId}-` },
};

/** The fixtures of a new pack by path: a walk that passes and one that must not. */
export function scaffoldFixtures(): Readonly<Record<string, string>> {
  return {
    'fixtures/walk-passes.json': fixture('The bucket is created as asked.', 'passed', region),
    'fixtures/wrong-region.json': fixture('The bucket is created in another Region.', 'near-miss', 'us-east-1'),
  };
}

function fixture(description: string, status: PackFixture['expect'][string], awsRegion: string): string {
  const content: PackFixture = { description, lab, expect: { 'create-bucket': status }, records: [createBucket(awsRegion)] };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function createBucket(awsRegion: string): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${accountId}:assumed-role/lab-learner/student`, sessionContext: { sessionIssuer: { type: 'Role', arn: role } } },
    eventTime: '2026-01-01T00:05:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    awsRegion,
    requestParameters: { bucketName: `lab-${accountId}-first` },
    responseElements: null,
    eventID: '0f0e0d0c-0b0a-4908-8706-050403020100',
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: accountId,
  };
}
