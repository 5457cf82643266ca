import type { CreateAccountRequest, OrganizationState, OrgAccount } from '../state/model.ts';

/** How many accounts may be on their way at once. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const AT_ONCE = 5;

/** How far a request for an account is. */
export const requestStates = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'] as const;

export function stateOf(request: CreateAccountRequest, now: Date): (typeof requestStates)[number] {
  if (Date.parse(request.readyAt) > now.getTime()) return 'IN_PROGRESS';
  return request.failure === undefined ? 'SUCCEEDED' : 'FAILED';
}

/** A request as CreateAccountStatus shows it. */
export function describeRequest(request: CreateAccountRequest, now: Date) {
  const state = stateOf(request, now);
  return {
    Id: request.id,
    AccountName: request.name,
    State: state,
    RequestedTimestamp: new Date(request.requestedAt),
    ...(state === 'IN_PROGRESS' ? {} : { CompletedTimestamp: new Date(request.readyAt) }),
    ...(state === 'SUCCEEDED' ? { AccountId: request.accountId } : {}),
    ...(state === 'FAILED' ? { FailureReason: request.failure } : {}),
  };
}

/** Requests whose account is still being made. */
export function requestsUnderWay(organization: OrganizationState, now: Date): CreateAccountRequest[] {
  return [...organization.requests.values()].filter((one) => stateOf(one, now) === 'IN_PROGRESS');
}

/** Accounts that are there; one that is being made is not listed, nor can anybody act in it. */
export function readyAccounts(organization: OrganizationState, now: Date): OrgAccount[] {
  const underWay = new Set(requestsUnderWay(organization, now).map(({ accountId }) => accountId));
  return [...organization.accounts.values()].filter(({ id }) => !underWay.has(id));
}

/** The request is answered at once, whatever comes of it: that the address is taken shows when it is looked at. */
export function noteRequest(organization: OrganizationState, request: CreateAccountRequest, now: Date) {
  organization.requests.set(request.id, request);
  return { CreateAccountStatus: describeRequest(request, now) };
}
