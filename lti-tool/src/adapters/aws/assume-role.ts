import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentials } from '@cloudclass/plugin-contract';
import { clientSettings, type AwsSettings } from './settings.ts';

/**
 * Takes a role for an hour, which is all that role chaining allows.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining)
 */
export async function assumeRole(settings: AwsSettings, role: { readonly arn: string; readonly sessionName: string }, as?: () => Promise<AwsCredentials>): Promise<AwsCredentials> {
  const client = new STSClient(clientSettings(settings, as));
  try {
    const { Credentials: given } = await client.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: role.sessionName }));
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined || given.Expiration === undefined) throw new Error(`AWS gave no credentials for ${role.arn}`);
    return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken, expiration: given.Expiration };
  } finally {
    client.destroy();
  }
}

const RENEW_BEFORE_MILLISECONDS = 5 * 60_000;

/** Keeps credentials until shortly before they expire; whoever asks meanwhile shares one request. */
export function renewing(fetch: () => Promise<AwsCredentials>, now: () => number): () => Promise<AwsCredentials> {
  let current: Promise<AwsCredentials> | undefined;
  let expiresAt = 0;
  return () => {
    if (current !== undefined && now() < expiresAt - RENEW_BEFORE_MILLISECONDS) return current;
    expiresAt = Number.POSITIVE_INFINITY;
    const renewed = fetch().then(
      (credentials) => { expiresAt = credentials.expiration.getTime(); return credentials; },
      (error: unknown) => { current = undefined; throw error; },
    );
    current = renewed;
    return renewed;
  };
}
