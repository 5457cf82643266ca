import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AwsCredentials } from '@cloudclass/plugin-contract';

export interface AwsSettings {
  /** Region of the control plane. */
  readonly region: string;
  /** Another endpoint than AWS. */
  readonly endpoint: string | undefined;
  /** Where console sign-in tokens are made; AWS_ENDPOINT_URL does not redirect it. */
  readonly federationUrl: string;
  /** Where a learner arrives after sign-in. */
  readonly consoleUrl: string;
  /** Shown by the console when a session has ended. */
  readonly issuerUrl: string;
  /** The operator's mailbox that the addresses of accounts lead to. */
  readonly accountMailbox: string;
  /** Keys of the management account; absent, the SDK finds the process's own. */
  readonly credentials?: StaticKeys;
}

/** Long-lived keys, such as those of a local endpoint. */
export interface StaticKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * What every SDK client gets: time-outs, standard retries, and credentials where they are not the process's own.
 * @param acting credentials of the role to act as; absent, the management account itself acts
 */
export function clientSettings({ region, endpoint, credentials: own }: Pick<AwsSettings, 'region' | 'endpoint' | 'credentials'>, acting?: () => Promise<AwsCredentials>) {
  const credentials = acting ?? own;
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    retryMode: 'standard' as const,
    maxAttempts: 4,
  };
}

/** Runs work with a client of Organizations, which lives in one Region, and ends its connections afterwards. */
export async function withOrganizations<T>(settings: Pick<AwsSettings, 'endpoint' | 'credentials'>, work: (client: OrganizationsClient) => Promise<T>, more: { readonly maxAttempts?: number } = {}): Promise<T> {
  const client = new OrganizationsClient({ ...clientSettings({ ...settings, region: 'us-east-1' }), ...more });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
