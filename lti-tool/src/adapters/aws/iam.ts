import { IAMClient } from '@aws-sdk/client-iam';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import { clientSettings, type AwsSettings } from './settings.ts';

/** Runs work with a client of an account's IAM, which answers in one Region, and ends its connections afterwards. */
export async function withIam<T>(settings: AwsSettings, access: AccountAccess, work: (client: IAMClient) => Promise<T>): Promise<T> {
  const client = new IAMClient(clientSettings({ ...settings, region: 'us-east-1' }, access.credentials));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
