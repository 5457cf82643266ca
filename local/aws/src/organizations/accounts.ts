import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list, page, tags } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { accountNumber, hexId, upperId } from '../ids.ts';
import { ADMINISTRATOR_ACCESS, emptyAccount } from '../state/create.ts';
import type { OrgAccount, RoleRecord } from '../state/model.ts';
import { AT_ONCE, describeRequest, noteRequest, readyAccounts, requestsUnderWay, requestStates, stateOf } from './requests.ts';
import { accountOf, managedOrganization, organizationArn, organizationOf, paging, requireParent } from './structure.ts';

/** The role Organizations puts into every account it creates, which the management account may assume. */
function accessRole(account: string, management: string, name: string, now: Date): RoleRecord {
  return {
    name,
    path: '/',
    arn: `arn:aws:iam::${account}:role/${name}`,
    id: upperId('AROA', 17),
    createdAt: now.toISOString(),
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${management}:root` }, Action: 'sts:AssumeRole' }],
    }),
    description: '',
    maxSessionDuration: 3_600,
    tags: [],
    inline: new Map(),
    attached: new Set([ADMINISTRATOR_ACCESS]),
  };
}

function describeAccount(account: OrgAccount) {
  return {
    Id: account.id,
    Arn: account.arn,
    Email: account.email,
    Name: account.name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: account.method,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

function freshAccountNumber(context: CallContext): string {
  const number = accountNumber();
  return context.cloud.state.accounts.has(number) ? freshAccountNumber(context) : number;
}

/**
 * What Organizations takes for an address: one @, no character that would need quotes, a domain with a dot.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
const EMAIL = /^(?!\.)[!#$*+\-./0-9=?A-Z^_`a-z{}~]+@[0-9A-Za-z](?:[0-9A-Za-z-]*\.)+[0-9A-Za-z-]*[0-9A-Za-z]$/;

export const createAccount = operation({
  name: 'CreateAccount',
  access: 'write',
  input: z.object({
    Email: z.string().min(6).max(64).regex(EMAIL),
    AccountName: z.string().min(1).max(50),
    RoleName: z.string().regex(/^[\w+=,.@-]{1,64}$/).default('OrganizationAccountAccessRole'),
    Tags: tags,
  }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    const { state, accountDelayMs } = context.cloud;
    if (requestsUnderWay(organization, context.now).length >= AT_ONCE) {
      throw new AwsError('TooManyRequestsException', 'You have sent too many requests in too short a period of time.');
    }
    const joinedAt = context.now.toISOString();
    const readyAt = new Date(context.now.getTime() + accountDelayMs).toISOString();
    const asked = { id: hexId('car-', 32), name: input.AccountName, requestedAt: joinedAt, readyAt };
    if ([...organization.accounts.values()].some((one) => one.email === input.Email)) {
      return noteRequest(organization, { ...asked, accountId: '', failure: 'EMAIL_ALREADY_EXISTS' }, context.now);
    }
    const id = freshAccountNumber(context);
    const account = emptyAccount(id);
    account.iam.roles.set(input.RoleName, accessRole(id, state.managementAccount, input.RoleName, context.now));
    state.accounts.set(id, account);
    const arn = organizationArn(context, `account/${organization.id}/${id}`);
    organization.accounts.set(id, {
      id, arn, name: input.AccountName, email: input.Email, joinedAt, method: 'CREATED', parentId: organization.rootId,
    });
    organization.tags.set(id, input.Tags);
    attachFullAccess(context, id);
    return noteRequest(organization, { ...asked, accountId: id }, context.now);
  },
});

/** Every root, unit and account begins with FullAWSAccess attached. */
export function attachFullAccess(context: CallContext, targetId: string): void {
  organizationOf(context).policies.get('p-FullAWSAccess')?.targets.add(targetId);
}

export const describeCreateAccountStatus = operation({
  name: 'DescribeCreateAccountStatus',
  access: 'read',
  input: z.object({ CreateAccountRequestId: z.string() }),
  run: (input, context) => {
    const request = managedOrganization(context).requests.get(input.CreateAccountRequestId);
    if (!request) throw new AwsError('CreateAccountStatusNotFoundException', "We can't find a create account request with that id.");
    return { CreateAccountStatus: describeRequest(request, context.now) };
  },
});

export const listCreateAccountStatus = operation({
  name: 'ListCreateAccountStatus',
  access: 'read',
  input: z.object({ ...paging, States: list(z.enum(requestStates)) }),
  run: (input, context) => {
    const requests = [...managedOrganization(context).requests.values()].filter((one) => input.States.length === 0 || input.States.includes(stateOf(one, context.now)));
    const { items, next } = page(requests, input.NextToken, input.MaxResults);
    return { CreateAccountStatuses: items.map((one) => describeRequest(one, context.now)), NextToken: next };
  },
});

export const describeAccountOperation = operation({
  name: 'DescribeAccount',
  access: 'read',
  input: z.object({ AccountId: z.string() }),
  run: (input, context) => ({ Account: describeAccount(accountOf(managedOrganization(context), input.AccountId)) }),
});

export const listAccounts = operation({
  name: 'ListAccounts',
  access: 'read',
  input: z.object(paging),
  run: (input, context) => {
    const { items, next } = page(readyAccounts(managedOrganization(context), context.now), input.NextToken, input.MaxResults);
    return { Accounts: items.map(describeAccount), NextToken: next };
  },
});

export const listAccountsForParent = operation({
  name: 'ListAccountsForParent',
  access: 'read',
  input: z.object({ ...paging, ParentId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireParent(organization, input.ParentId);
    const children = readyAccounts(organization, context.now).filter((one) => one.parentId === input.ParentId);
    const { items, next } = page(children, input.NextToken, input.MaxResults);
    return { Accounts: items.map(describeAccount), NextToken: next };
  },
});

export const moveAccount = operation({
  name: 'MoveAccount',
  access: 'write',
  input: z.object({ AccountId: z.string(), SourceParentId: z.string(), DestinationParentId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    const account = accountOf(organization, input.AccountId);
    requireParent(organization, input.SourceParentId, 'SourceParentNotFoundException');
    requireParent(organization, input.DestinationParentId, 'DestinationParentNotFoundException');
    if (account.parentId === input.DestinationParentId) {
      throw new AwsError('DuplicateAccountException', 'That account is already present in the specified destination.');
    }
    if (account.parentId !== input.SourceParentId) {
      throw new AwsError('AccountNotFoundException', 'The account is not in the source parent that you specified.');
    }
    account.parentId = input.DestinationParentId;
    return {};
  },
});
