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

/** Runs work with a CloudFormation client of the account and ends its connections afterwards. */
export async function withCloudFormation<T>(access: AccountAccess, options: ClientOptions, work: (client: CloudFormationClient) => Promise<T>): Promise<T> {
  const client = new CloudFormationClient(settings(access, access.region, options));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

interface Place {
  readonly access: AccountAccess;
  readonly region: Region;
}

/**
 * Runs work with an S3 client of the account and ends its connections afterwards. S3 sends a call about a bucket of another Region there
 * by a redirect, which the SDK follows only when it is told to: a learner who chose the wrong Region leaves such buckets.
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-s3.html (region redirects)
 */
export async function withS3<T>({ access, region }: Place, options: ClientOptions, work: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client({ ...settings(access, region, options), followRegionRedirects: true });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Runs work with a client of Systems Manager in one Region of the account and ends its connections afterwards. */
export async function withSsm<T>({ access, region }: Place, options: ClientOptions, work: (client: SSMClient) => Promise<T>): Promise<T> {
  const client = new SSMClient(settings(access, region, options));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Runs work with a DynamoDB client in one Region of the account and ends its connections afterwards. */
export async function withDynamoDb<T>({ access, region }: Place, options: ClientOptions, work: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const client = new DynamoDBClient(settings(access, region, options));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Runs work with an EC2 client in one Region of the account and ends its connections afterwards. */
export async function withEc2<T>({ access, region }: Place, options: ClientOptions, work: (client: EC2Client) => Promise<T>): Promise<T> {
  const client = new EC2Client(settings(access, region, options));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
