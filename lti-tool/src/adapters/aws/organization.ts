import { CreateAccountCommand, CreateOrganizationCommand, DescribeCreateAccountStatusCommand, OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { setTimeout as pause } from 'node:timers/promises';
import { clientSettings, type AwsSettings } from './settings.ts';

/**
 * Makes the organization that the pool's accounts belong to, with the account whose credentials are used as its management account. An
 * organization that is there is left as it is.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
 */
export async function ensureOrganization(settings: Pick<AwsSettings, 'endpoint' | 'credentials'>): Promise<'created' | 'already there'> {
  const client = new OrganizationsClient(clientSettings({ ...settings, region: 'us-east-1' }));
  try {
    await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    return 'created';
  } catch (error) {
    if (error instanceof Error && error.name === 'AlreadyInOrganizationException') return 'already there';
    throw error;
  } finally {
    client.destroy();
  }
}

const POLL_MILLISECONDS = 200;
const DEADLINE_MILLISECONDS = 5 * 60_000;

/**
 * Makes a member account of the organization. Accounts are told apart by their e-mail address, which is made from the name: a second
 * try after a kill finds the first one's account instead of making another.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export async function createMemberAccount(settings: AwsSettings, name: string): Promise<AwsAccountId> {
  // Organizations lives in one Region
  const client = new OrganizationsClient(clientSettings({ ...settings, region: 'us-east-1' }));
  try {
    const email = `lab-${name}@accounts.cloudclass.invalid`;
    for await (const page of paginateListAccounts({ client }, {})) {
      const existing = page.Accounts?.find((account) => account.Email === email);
      if (existing?.Id !== undefined) return awsAccountIdSchema.parse(existing.Id);
    }
    const { CreateAccountStatus: requested } = await client.send(new CreateAccountCommand({ AccountName: `cloudclass-${name}`.slice(0, 50), Email: email }));
    return await untilCreated(client, requested?.Id ?? '');
  } finally {
    client.destroy();
  }
}

async function untilCreated(client: OrganizationsClient, requestId: string): Promise<AwsAccountId> {
  const deadline = performance.now() + DEADLINE_MILLISECONDS;
  while (performance.now() < deadline) {
    const { CreateAccountStatus: status } = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: requestId }));
    if (status?.State === 'SUCCEEDED') return awsAccountIdSchema.parse(status.AccountId);
    if (status?.State === 'FAILED') throw new Error(`AWS did not make an account: ${status.FailureReason ?? 'no reason given'}`);
    await pause(POLL_MILLISECONDS);
  }
  throw new Error('AWS took longer than five minutes to make an account');
}
