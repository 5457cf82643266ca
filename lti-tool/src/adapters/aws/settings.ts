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
}

/** What every SDK client gets: time-outs, standard retries, and credentials where they are not the process's own. */
export function clientSettings({ region, endpoint }: Pick<AwsSettings, 'region' | 'endpoint'>, credentials?: () => Promise<AwsCredentials>) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    retryMode: 'standard' as const,
    maxAttempts: 4,
  };
}
