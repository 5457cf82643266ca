import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { AccountAccess, Region } from '@cloudclass/plugin-contract';

export interface ClientOptions {
  /** Another endpoint than AWS. */
  readonly endpoint?: string | undefined;
  /** How long one request may take, in milliseconds. */
  readonly timeoutMilliseconds?: number;
}

function settings(access: AccountAccess, region: Region, { endpoint, timeoutMilliseconds = 10_000 }: ClientOptions) {
  return {
    region,
    credentials: access.credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: timeoutMilliseconds, throwOnRequestTimeout: true },
    retryMode: 'standard' as const,
    maxAttempts: 4,
  };
}

/** Runs work with a client and ends its connections afterwards. */
async function lent<Client extends { destroy(): void }, T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Runs work with a CloudFormation client of the account, in the Region of its stack. */
export function withCloudFormation<T>(access: AccountAccess, options: ClientOptions, work: (client: CloudFormationClient) => Promise<T>): Promise<T> {
  return lent(new CloudFormationClient(settings(access, access.region, options)), work);
}

interface Place {
  readonly access: AccountAccess;
  readonly region: Region;
}

/**
 * Runs work with an S3 client of the account. S3 sends a call about a bucket of another Region there by a redirect, which the SDK follows only
 * when it is told to: a learner who chose the wrong Region leaves such buckets.
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-s3.html (region redirects)
 */
export function withS3<T>({ access, region }: Place, options: ClientOptions, work: (client: S3Client) => Promise<T>): Promise<T> {
  return lent(new S3Client({ ...settings(access, region, options), followRegionRedirects: true }), work);
}

/** Runs work with a client of Systems Manager in one Region of the account. */
export function withSsm<T>({ access, region }: Place, options: ClientOptions, work: (client: SSMClient) => Promise<T>): Promise<T> {
  return lent(new SSMClient(settings(access, region, options)), work);
}

/** Runs work with a DynamoDB client in one Region of the account. */
export function withDynamoDb<T>({ access, region }: Place, options: ClientOptions, work: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  return lent(new DynamoDBClient(settings(access, region, options)), work);
}

/** Runs work with an EC2 client in one Region of the account. */
export function withEc2<T>({ access, region }: Place, options: ClientOptions, work: (client: EC2Client) => Promise<T>): Promise<T> {
  return lent(new EC2Client(settings(access, region, options)), work);
}
