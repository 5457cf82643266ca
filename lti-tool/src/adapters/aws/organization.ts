import { CreateAccountCommand, CreateOrganizationCommand, DescribeCreateAccountStatusCommand, paginateListAccounts, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { setTimeout as pause } from 'node:timers/promises';
import { refused } from './aws-errors.ts';
import { isNamed } from './named.ts';
import { withOrganizations, type AwsSettings } from './settings.ts';

/**
 * Makes the organization that the pool's accounts belong to, with the account whose credentials are used as its management account. An
 * organization that is there is left as it is.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
 */
export function ensureOrganization(settings: Pick<AwsSettings, 'endpoint' | 'credentials'>): Promise<'created' | 'already there'> {
  return withOrganizations(settings, async (client) => {
    try {
      await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
      return 'created';
    } catch (error) {
      if (isNamed(error, 'AlreadyInOrganizationException')) return 'already there';
      throw error;
    }
  });
}

const POLL_MILLISECONDS = 200;
const DEADLINE_MILLISECONDS = 5 * 60_000;

/**
 * Makes a member account of the organization. Accounts are told apart by their e-mail address, which is made from the name: a second
 * try after a kill finds the first one's account instead of making another.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export function createMemberAccount(settings: AwsSettings, name: string): Promise<AwsAccountId> {
  const email = `lab-${name}@accounts.cloudclass.invalid`;
  return withOrganizations(settings, async (client) => {
    const existing = await findByEmail(client, email);
    if (existing !== undefined) return existing;
    const { CreateAccountStatus: requested } = await client.send(new CreateAccountCommand({ AccountName: `cloudclass-${name}`.slice(0, 50), Email: email }));
    return untilCreated(client, requested?.Id ?? '');
  });
}

async function findByEmail(client: OrganizationsClient, email: string): Promise<AwsAccountId | undefined> {
  for await (const page of paginateListAccounts({ client }, {})) {
    const existing = page.Accounts?.find((account) => account.Email === email);
    if (existing?.Id !== undefined) return awsAccountIdSchema.parse(existing.Id);
  }
  return undefined;
}

async function untilCreated(client: OrganizationsClient, requestId: string): Promise<AwsAccountId> {
  const deadline = performance.now() + DEADLINE_MILLISECONDS;
  while (performance.now() < deadline) {
    const { CreateAccountStatus: status } = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: requestId }));
    if (status?.State === 'SUCCEEDED') return awsAccountIdSchema.parse(status.AccountId);
    if (status?.State === 'FAILED') throw refused(status.FailureReason ?? 'no reason given');
    await pause(POLL_MILLISECONDS);
  }
  throw refused('an account was not made within five minutes');
}
