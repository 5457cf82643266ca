import { awsAccountIdSchema, type AccountAccess, type AwsAccountId, type Provisioner } from '@cloudclass/plugin-contract';
import type { Clock } from '../../clock.ts';
import type { Emit, Notify } from '../../emit.ts';
import { errorsOf } from '../../errors.ts';
import type { LabId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { listAccounts, saveAccountState, type AccountState } from './account-store.ts';
import { labErrors } from './lab-errors.ts';
import { ended } from './lab-state.ts';
import { findLab, lockLab, placeOf, saveResources, saveState, type Lab } from './lab-store.ts';
import type { LabAccounts } from './ports.ts';

const fail = errorsOf(labErrors);

export interface RecycleDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly notify: Notify;
  readonly accounts: LabAccounts;
  readonly provisioner: Provisioner;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const POLL_MILLISECONDS = 300;
const LONGEST_POLLS = 1_000;
const CLEANING_PASSES = 3;

/**
 * Takes a lab down and gives its account back, in the order of a cut-off: credentials are no longer issued (the lab is ending),
 * those that are out are denied, the stack goes, then everything the learner made beside it, and an inventory proves that
 * nothing is left. What cannot be cleaned goes into quarantine with the reason. May be killed and run again at any point.
 */
export async function recycleLab(deps: RecycleDeps, id: LabId): Promise<void> {
  const lab = await findLab(deps.sql, id);
  if (lab === undefined) return;
  if (lab.accountId === null) return finish(deps, id);
  const accountId = awsAccountIdSchema.parse(lab.accountId);
  // a second run must not touch an account that the next learner holds
  if (!(await stillHolds(deps.sql, accountId, id))) return finish(deps, id);
  const access = deps.accounts.operationsAccess(accountId, lab.region);
  await markAccount(deps, accountId, { status: 'cleaning', since: deps.clock.now(), labId: id });
  await deps.accounts.revokeSessions(accountId, deps.clock.now());
  const stackIsGone = await deleteStack(deps, lab, access);
  await finish(deps, id);
  const left = stackIsGone ? await clean(deps, access) : ['the stack was not deleted'];
  await markAccount(deps, accountId, left.length === 0
    ? { status: 'available', since: deps.clock.now() }
    : { status: 'quarantine', since: deps.clock.now(), reason: `left behind: ${left.slice(0, 5).join(', ')}` });
}

async function stillHolds(sql: Sql, accountId: AwsAccountId, id: LabId): Promise<boolean> {
  const account = (await listAccounts(sql)).find((entry) => entry.accountId === accountId);
  return account !== undefined && 'labId' in account.state && account.state.labId === id;
}

function markAccount({ sql }: RecycleDeps, accountId: AwsAccountId, state: AccountState): Promise<void> {
  return saveAccountState(sql, accountId, state);
}

/** @returns whether the stack is gone */
async function deleteStack(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<boolean> {
  for (let attempt = 0; attempt < CLEANING_PASSES; attempt += 1) {
    await deps.provisioner.delete(access, lab.id);
    for (let polls = 0; polls < LONGEST_POLLS; polls += 1) {
      const environment = await deps.provisioner.describe(access, lab.id);
      if (environment.status === 'absent') return true;
      if (environment.status === 'failed') break;
      if ('resources' in environment) await showDeletion(deps, lab, environment.resources.filter((resource) => resource.status === 'deleting' || resource.status === 'deleted').map(({ logicalId, type, status }) => ({ logicalId, type, status, physicalId: null, reason: null })));
      await deps.pause(POLL_MILLISECONDS);
    }
  }
  return false;
}

async function showDeletion(deps: RecycleDeps, lab: Lab, resources: Parameters<typeof saveResources>[2]): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    if (await saveResources(tx, lab.id, resources, deps.clock.now())) await deps.notify(tx, placeOf(lab));
  });
}

/** Two looks must find nothing: what was being made during the first shows in the second. @returns ARNs of what is left */
async function clean(deps: RecycleDeps, access: AccountAccess): Promise<string[]> {
  let left: string[] = [];
  for (let pass = 0; pass < CLEANING_PASSES; pass += 1) {
    await deps.accounts.empty(access);
    left = await deps.accounts.inventory(access);
    if (left.length === 0) {
      left = await deps.accounts.inventory(access);
      if (left.length === 0) return [];
    }
  }
  return left;
}

/** The learner's part is over: nobody can act in the lab and its environment is gone. */
async function finish(deps: RecycleDeps, id: LabId): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    const next = lab === undefined ? undefined : ended(lab.state, deps.clock.now());
    if (lab === undefined || next === undefined) return;
    await saveState(tx, id, next);
    await deps.emit(tx, placeOf(lab), { type: 'lab.ended', reason: next.reason });
  });
}

/**
 * Puts an account back into the pool after a person has looked at it.
 * @throws ACCOUNT_UNKNOWN, ACCOUNT_NOT_IN_QUARANTINE
 */
export async function releaseFromQuarantine({ sql, clock }: Pick<RecycleDeps, 'sql' | 'clock'>, accountId: string): Promise<void> {
  const account = (await listAccounts(sql)).find((entry) => entry.accountId === accountId);
  if (account === undefined) throw fail('ACCOUNT_UNKNOWN', { detail: accountId });
  if (account.state.status !== 'quarantine') throw fail('ACCOUNT_NOT_IN_QUARANTINE', { detail: accountId });
  await saveAccountState(sql, accountId, { status: 'available', since: clock.now() });
}
