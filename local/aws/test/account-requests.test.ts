import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CreateAccountCommand, CreateOrganizationCommand, DescribeCreateAccountStatusCommand, ListAccountsCommand, ListCreateAccountStatusCommand, type CreateAccountStatus } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { LocalAws } from '../src/index.ts';
import { clientsFor, failureOf, startForTest } from './clients.ts';

const SECOND = 1_000;
let now = new Date();
let aws: LocalAws;
let management: ReturnType<typeof clientsFor>;

beforeAll(async () => {
  aws = await startForTest({ accountDelayMs: SECOND, clock: { now: () => now } });
  management = clientsFor(aws.url, aws.managementCredentials);
  await management.organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
});
afterAll(() => aws.close());
beforeEach(() => { now = new Date(now.getTime() + 2 * SECOND); });

async function ask(Email: string): Promise<CreateAccountStatus> {
  const { CreateAccountStatus } = await management.organizations.send(new CreateAccountCommand({ AccountName: 'lab', Email }));
  return CreateAccountStatus ?? {};
}

async function look({ Id }: CreateAccountStatus): Promise<CreateAccountStatus> {
  const { CreateAccountStatus } = await management.organizations.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: Id }));
  return CreateAccountStatus ?? {};
}

describe('an account that is being made', () => {
  test('is neither listed nor to be acted in before it is there', async () => {
    const asked = await ask('slow@example.com');
    const listed = async (): Promise<number | undefined> => (await management.organizations.send(new ListAccountsCommand({}))).Accounts?.length;
    expect([asked.State, (await look(asked)).State, await listed()]).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 1]);
    now = new Date(now.getTime() + SECOND);
    const made = await look(asked);
    expect([made.State, await listed()]).toEqual(['SUCCEEDED', 2]);
    const role = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${made.AccountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'early' });
    await management.sts.send(role);
    now = new Date(now.getTime() - SECOND);
    expect((await failureOf(management.sts.send(role))).name).toBe('AccessDenied');
  });

  test('is found among the requests in its state', async () => {
    const asked = await ask('found@example.com');
    const { CreateAccountStatuses = [] } = await management.organizations.send(new ListCreateAccountStatusCommand({ States: ['IN_PROGRESS'] }));
    expect(CreateAccountStatuses.map(({ Id }) => Id)).toEqual([asked.Id]);
  });

  test('fails, when it is looked at, for an address that is taken', async () => {
    await ask('taken@example.com');
    const second = await ask('taken@example.com');
    now = new Date(now.getTime() + SECOND);
    expect(await look(second)).toMatchObject({ State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' });
  });

  test('is one of five at most', async () => {
    for (let count = 0; count < 5; count += 1) await ask(`many-${count}@example.com`);
    expect((await failureOf(clientsFor(aws.url, aws.managementCredentials).organizations.send(new CreateAccountCommand({ AccountName: 'lab', Email: 'many-5@example.com' })))).name).toBe('TooManyRequestsException');
  });
});

test.each(['short', `lab-${'x'.repeat(40)}@accounts.example.invalid`, 'two@at@example.com', 'spa ce@example.com', 'lab@nodot', '.lab@example.com'])('%s is no address for an account', async (address) => {
  expect((await failureOf(ask(address))).name).toBe('InvalidInputException');
});
