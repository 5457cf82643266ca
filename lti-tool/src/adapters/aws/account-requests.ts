import {
  CreateAccountCommand,
  DescribeCreateAccountStatusCommand,
  paginateListAccounts,
  paginateListCreateAccountStatus,
  type CreateAccountStatus,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import type { Making } from '../../features/labs/ports.ts';
import { awsErrorCode, refusalCode } from './aws-errors.ts';
import { withOrganizations, type AwsSettings } from './settings.ts';

/** A request shows at AWS by the name of its account. AWS takes 50 characters. */
const accountName = (name: string): string => `cloudclass-${name}`.slice(0, 50);

/**
 * Every account has an address of its own, which AWS never gives to a second one, so a request that AWS hears twice leads to one account. AWS
 * takes 64 characters; what makes the address its own is 25 of them.
 * @param mailbox the operator's: what follows a plus reaches it as well
 */
export function accountAddress(mailbox: string, name: string): string {
  const own = BigInt(`0x${name.replaceAll('-', '')}`).toString(36);
  return mailbox.replace('@', `+${own}@`);
}

/**
 * Asks for a member account of the organization, once: who asks again must look first what came of it.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export async function askForAccount(settings: AwsSettings, name: string): Promise<Making> {
  const account = { AccountName: accountName(name), Email: accountAddress(settings.accountMailbox, name) };
  return withOrganizations(settings, async (client) => {
    try {
      const { CreateAccountStatus: status } = await client.send(new CreateAccountCommand(account));
      return await makingOf(settings, client, { name, status });
    } catch (error) {
      // what did not answer may have heard
      if (awsErrorCode(error) === 'AWS_UNREACHABLE') throw error;
      return { status: 'refused', problem: awsErrorCode(error), reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  }, { maxAttempts: 1 });
}

/**
 * What came of a request whose answer was lost. AWS lists requests of the last weeks, and accounts for ever.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListCreateAccountStatus.html
 */
export function findAskedFor(settings: AwsSettings, name: string): Promise<Making | undefined> {
  return withOrganizations(settings, async (client) => {
    for await (const page of paginateListCreateAccountStatus({ client }, { States: ['IN_PROGRESS', 'SUCCEEDED'] })) {
      const status = page.CreateAccountStatuses?.find((known) => known.AccountName === accountName(name));
      if (status !== undefined) return makingOf(settings, client, { name, status });
    }
    const accountId = await findByAddress(client, accountAddress(settings.accountMailbox, name));
    return accountId === undefined ? undefined : { status: 'made', accountId };
  });
}

export function lookAtRequest(settings: AwsSettings, { name, ticket }: { readonly name: string; readonly ticket: string }): Promise<Making> {
  return withOrganizations(settings, async (client) => {
    const { CreateAccountStatus: status } = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: ticket }));
    return makingOf(settings, client, { name, status });
  });
}

interface Answered {
  readonly name: string;
  readonly status: CreateAccountStatus | undefined;
}

/** An address that is taken is this request's own: an earlier try with it succeeded. */
async function makingOf(settings: AwsSettings, client: OrganizationsClient, { name, status }: Answered): Promise<Making> {
  if (status?.State === 'SUCCEEDED') return { status: 'made', accountId: awsAccountIdSchema.parse(status.AccountId) };
  if (status?.State === 'IN_PROGRESS' && status.Id !== undefined) return { status: 'under-way', ticket: status.Id };
  const reason = status?.FailureReason ?? 'no reason given';
  const earlier = reason === 'EMAIL_ALREADY_EXISTS' ? await findByAddress(client, accountAddress(settings.accountMailbox, name)) : undefined;
  return earlier === undefined ? { status: 'refused', problem: refusalCode(reason), reason } : { status: 'made', accountId: earlier };
}

async function findByAddress(client: OrganizationsClient, address: string): Promise<AwsAccountId | undefined> {
  for await (const page of paginateListAccounts({ client }, {})) {
    const existing = page.Accounts?.find((account) => account.Email === address);
    if (existing?.Id !== undefined) return awsAccountIdSchema.parse(existing.Id);
  }
  return undefined;
}
