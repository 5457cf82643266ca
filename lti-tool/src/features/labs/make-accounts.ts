import { CodedError } from '../../errors.ts';
import { createTurns, type Turns } from '../../turns.ts';
import { accountsToAskFor, isSettling, lookAtAccountAfter, restAfter, type AccountRequestState } from './account-request.ts';
import { claimRequests, forgetRequests, fulfilRequest, keepRequest, lockNeed, lookLater, noteFailure, noteRequests, type AccountRequest } from './account-request-store.ts';
import { awsWords } from './aws-words.ts';
import type { LabAccounts, Making } from './ports.ts';
import type { AgainDeps } from './run-again.ts';
import { serveWaiting } from './serve-waiting.ts';

export interface MakingDeps extends AgainDeps {
  readonly accounts: Pick<LabAccounts, 'askForAccount' | 'findAskedFor' | 'lookAtRequest' | 'takeIn'>;
}

/** How many accounts the operator wants. */
export interface PoolSize {
  /** Kept ready for the next learners. */
  readonly ready: number;
  /** In all. */
  readonly maximum: number;
}

interface MakerDeps extends MakingDeps {
  readonly pool: PoolSize;
  /** Hears why an account did not get on; it is tried again. */
  readonly onProblem: (request: AccountRequest, error: unknown) => void;
}

/**
 * Makes accounts ahead of need: AWS takes a minute or more for one, and nobody waits for it meanwhile. It is asked once, what it answered is
 * kept, and it is looked at again later. Any number of processes may make accounts: each request has its turns, and what a killed process
 * began another one finds and goes on with.
 */
export function createAccountMaker(deps: MakerDeps): Turns {
  return createTurns<AccountRequest, string>({
    of: ({ id }) => id,
    due: async (except, limit) => {
      await planPool(deps, deps.pool);
      return claimRequests(deps.sql, deps.clock.now(), { except, limit });
    },
    work: (request) => makeAccount(deps, request),
    onProblem: deps.onProblem,
  });
}

/** Notes the accounts that are missing, and forgets those that nobody needs any more. */
export function planPool({ sql, clock, ids }: MakingDeps, pool: PoolSize): Promise<void> {
  return sql.transaction(async (tx) => {
    const more = accountsToAskFor(await lockNeed(tx, pool));
    if (more > 0) await noteRequests(tx, Array.from({ length: more }, () => ids.next()), clock.now());
    if (more < 0) await forgetRequests(tx, -more);
  });
}

/** One turn of a request; why it did not get on is kept with it. */
async function makeAccount(deps: MakingDeps, request: AccountRequest): Promise<void> {
  try {
    await advance(deps, request);
  } catch (error) {
    const problem = error instanceof CodedError ? error.code : 'INTERNAL';
    await noteFailure(deps.sql, request.id, { problem, reason: awsWords(error), ...nextTry(deps, request) });
    throw error;
  }
}

/**
 * Brings a request as far as it goes without waiting. What is kept between two steps is all that a later run needs, so it may be killed
 * anywhere.
 * @throws what kept it from getting on
 */
export async function advance(deps: MakingDeps, request: AccountRequest): Promise<void> {
  for (let { state } = request; ;) {
    if (state.status === 'made') return takeIn(deps, { ...request, state });
    const answer = await stepFrom(deps, request.id, state);
    if (answer === undefined) return;
    if (answer.status === 'refused') return giveUpFor(deps, request, answer);
    const next = follows(state, answer, deps.clock.now());
    await keepRequest(deps.sql, request.id, next);
    if (next.status === 'under-way') return lookLater(deps.sql, request.id, later(deps, lookAtAccountAfter(deps.clock.now().getTime() - next.since.getTime())));
    state = next;
  }
}

/** Asks AWS, or looks what came of it. That it is asked is kept before it is. @returns undefined when nobody needs the account any more */
async function stepFrom({ sql, accounts }: MakingDeps, name: string, state: Exclude<AccountRequestState, { status: 'made' }>): Promise<Making | undefined> {
  if (state.status === 'under-way') return accounts.lookAtRequest({ name, ticket: state.ticket });
  if (state.status === 'asking') return (await accounts.findAskedFor(name)) ?? accounts.askForAccount(name);
  return (await keepRequest(sql, name, { status: 'asking' })) ? accounts.askForAccount(name) : undefined;
}

function follows(before: AccountRequestState, answer: Exclude<Making, { status: 'refused' }>, now: Date): Extract<AccountRequestState, { status: 'under-way' | 'made' }> {
  if (answer.status === 'made') return { status: 'made', accountId: answer.accountId, since: now };
  return { status: 'under-way', ticket: answer.ticket, since: before.status === 'under-way' ? before.since : now };
}

/** AWS made nothing of it, so it is asked anew after a rest, if the account is needed then. */
async function giveUpFor(deps: MakingDeps, request: AccountRequest, { problem, reason }: Extract<Making, { status: 'refused' }>): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    await keepRequest(tx, request.id, { status: 'noted' });
    await noteFailure(tx, request.id, { problem, reason, ...nextTry(deps, request) });
  });
}

/** The account joins the pool when AWS lets itself be used in it, and the lab that waits longest gets it. */
async function takeIn(deps: MakingDeps, { id, state }: AccountRequest & { readonly state: Extract<AccountRequestState, { status: 'made' }> }): Promise<void> {
  try {
    await deps.accounts.takeIn(state.accountId);
  } catch (error) {
    if (!isSettling(state, deps.clock.now())) throw error;
    return lookLater(deps.sql, id, later(deps, lookAtAccountAfter(deps.clock.now().getTime() - state.since.getTime())));
  }
  await fulfilRequest(deps.sql, id, { accountId: state.accountId, now: deps.clock.now() });
  await serveWaiting(deps);
}

function later({ clock }: MakingDeps, milliseconds: number): Date {
  return new Date(clock.now().getTime() + milliseconds);
}

function nextTry(deps: MakingDeps, { failures }: AccountRequest): { readonly now: Date; readonly tryAt: Date } {
  return { now: deps.clock.now(), tryAt: later(deps, restAfter(failures + 1)) };
}
