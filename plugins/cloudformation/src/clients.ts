import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
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

/** Runs work with an S3 client of the account in one Region and ends its connections afterwards. */
export async function withS3<T>({ access, region }: { access: AccountAccess; region: Region }, options: ClientOptions, work: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client(settings(access, region, options));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
