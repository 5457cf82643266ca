import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../src/index.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Unmodified SDK clients of one caller; only the endpoint is set, as `AWS_ENDPOINT_URL` would. */
export function clientsFor(endpoint: string, credentials: Keys, region = 'us-east-1') {
  const options = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    cloudformation: new CloudFormationClient(options),
    cloudtrail: new CloudTrailClient(options),
    dynamodb: new DynamoDBClient(options),
    ec2: new EC2Client(options),
    iam: new IAMClient(options),
    kinesis: new KinesisClient(options),
    organizations: new OrganizationsClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sts: new STSClient(options),
  };
}

export type Clients = ReturnType<typeof clientsFor>;

/** Starts an endpoint quick enough for tests. */
export function startForTest(options: Partial<LocalAwsOptions> = {}): Promise<LocalAws> {
  return startLocalAws({ port: 0, provisionDelayMs: 5, accountDelayMs: 0, ...options });
}

/** Credentials of a role, asked for with the clients of someone who may assume it. */
export async function assume(clients: Clients, roleArn: string, sessionName = 'test', policy?: string): Promise<Keys> {
  const { Credentials } = await clients.sts.send(new AssumeRoleCommand({
    RoleArn: roleArn, RoleSessionName: sessionName, ...(policy === undefined ? {} : { Policy: policy }),
  }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

/** Polls until a condition holds; fails after ten seconds. */
export async function until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Timed out waiting for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A fresh organization with one member account and the keys of its access role. */
export async function memberAccount(aws: LocalAws, region = 'us-east-1') {
  const management = clientsFor(aws.url, aws.managementCredentials);
  await management.organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' })).catch((error: Error) => {
    if (error.name !== 'AlreadyInOrganizationException') throw error;
  });
  const before = new Set((await listIds(management)));
  await management.organizations.send(new CreateAccountCommand({ AccountName: 'lab', Email: `lab-${before.size}@example.com` }));
  const id = (await listIds(management)).find((one) => !before.has(one)) ?? '';
  const keys = await assume(management, `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`);
  return { id, keys, management, member: clientsFor(aws.url, keys, region) };
}

async function listIds(clients: Clients): Promise<string[]> {
  const { paginateListAccounts } = await import('@aws-sdk/client-organizations');
  const ids: string[] = [];
  for await (const page of paginateListAccounts({ client: clients.organizations }, {})) {
    ids.push(...(page.Accounts ?? []).flatMap((account) => account.Id ?? []));
  }
  return ids;
}

/** The error an SDK call fails with. Throws when it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('The call was expected to fail.');
}
