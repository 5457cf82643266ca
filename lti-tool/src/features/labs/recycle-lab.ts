import { awsAccountIdSchema, type AccountAccess, type Provisioner } from '@cloudclass/plugin-contract';
import type { Clock, Ids } from '../../clock.ts';
import type { Emit, Notify } from '../../emit.ts';
import { errorsOf } from '../../errors.ts';
import type { LabId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { cleaned, cleaning, frozen, isHeldBy, quarantined, released } from './account-state.ts';
import { changeAccount, findAccount } from './account-store.ts';
import { awsWords } from './aws-words.ts';
import { labErrors } from './lab-errors.ts';
import { ended } from './lab-state.ts';
import { findLab, lastRegionOf, lockLab, placeOf, resourcesOf, saveResources, saveState, type Lab, type LabResource } from './lab-store.ts';
import { inTurn } from './lab-turn.ts';
import type { LabAccounts, ScheduleProvisioning } from './ports.ts';
import { serveWaiting } from './serve-waiting.ts';

const fail = errorsOf(labErrors);

export interface RecycleDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly notify: Notify;
  readonly accounts: LabAccounts;
  readonly provisioner: Provisioner;
  readonly schedule: ScheduleProvisioning;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const POLL_MILLISECONDS = 300;
const LONGEST_POLLS = 1_000;
const CLEANING_PASSES = 3;
/** How long failures that may pass are tried again before the account waits for a person. */
const PATIENCE_MILLISECONDS = 60 * 60_000;

/**
 * Takes a lab down and gives its account back, in the order of a cut-off: credentials are no longer issued (the lab is over),
 * those that are out are denied, the account is closed to everybody but operations, the stack goes, then everything the learner made
 * beside it, and an inventory proves that nothing is left. What cannot be cleaned goes into quarantine with the reason.
 * May be killed and run again at any point.
 */
export async function recycleLab(deps: RecycleDeps, id: LabId): Promise<void> {
  const lab = await findLab(deps.sql, id);
  if (lab === undefined || !isOver(lab)) return;
  // provisioning that is still under way comes to its end first; it begins nothing more in a lab that is over
  await inTurn(deps.sql, id, async () => {});
  if (lab.accountId !== null) await giveBack(deps, lab, deps.accounts.operationsAccess(awsAccountIdSchema.parse(lab.accountId), lab.region));
  await finish(deps, id);
  await serveWaiting(deps);
}

function isOver({ state }: Lab): boolean {
  return state.status === 'ending' || state.status === 'ended' || state.status === 'failed';
}

async function giveBack(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<void> {
  const { sql, clock } = deps;
  const state = await findAccount(sql, access.accountId);
  if (state === undefined || !isHeldBy(state, lab.id)) return;
  try {
    if (state.status === 'leased') await shutOut(deps, lab, access);
    const stackIsGone = await deleteStack(deps, lab, access);
    await finish(deps, lab.id);
    await changeAccount(sql, access.accountId, (account) => cleaning(account, lab.id, clock.now()));
    const left = stackIsGone ? await clean(deps, access) : ['the stack, which was not deleted'];
    if (left.length > 0) return await quarantine(deps, lab, access, `left behind: ${left.slice(0, 5).join(', ')}`);
    await deps.accounts.unfreeze(access.accountId);
    await changeAccount(sql, access.accountId, (account) => cleaned(account, lab.id, clock.now()));
  } catch (error) {
    if (clock.now().getTime() - lab.state.since.getTime() < PATIENCE_MILLISECONDS) throw error;
    await quarantine(deps, lab, access, awsWords(error));
  }
}

/** The account is frozen only when AWS has acknowledged both: sessions denied, and the account closed. */
async function shutOut({ sql, clock, accounts }: RecycleDeps, lab: Lab, { accountId }: AccountAccess): Promise<void> {
  await accounts.revokeSessions(accountId, clock.now());
  await accounts.freeze(accountId);
  await changeAccount(sql, accountId, (account) => frozen(account, lab.id, clock.now()));
}

async function quarantine({ sql, clock }: RecycleDeps, lab: Lab, { accountId }: AccountAccess, reason: string): Promise<void> {
  await changeAccount(sql, accountId, (account) => quarantined(account, lab.id, { reason, now: clock.now() }));
}

/** @returns whether the stack is gone */
async function deleteStack(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<boolean> {
  for (let attempt = 0; attempt < CLEANING_PASSES; attempt += 1) {
    await deps.provisioner.delete(access, lab.id);
    for (let polls = 0; polls < LONGEST_POLLS; polls += 1) {
      const environment = await deps.provisioner.describe(access, lab.id);
      if (environment.status === 'absent') {
        await showDeletion(deps, lab, (await resourcesOf(deps.sql, lab.id)).map((resource) => ({ ...resource, status: 'deleted', reason: null })));
        return true;
      }
      if (environment.status === 'failed') break;
      if ('resources' in environment) {
        const going = environment.resources.flatMap(({ logicalId, type, status }): LabResource[] => (status === 'deleting' || status === 'deleted' ? [{ logicalId, type, status, physicalId: null, reason: null }] : []));
        await showDeletion(deps, lab, going);
      }
      await deps.pause(POLL_MILLISECONDS);
    }
  }
  return false;
}

async function showDeletion(deps: RecycleDeps, lab: Lab, resources: readonly LabResource[]): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    if (await saveResources(tx, lab.id, resources, deps.clock.now())) await deps.notify(tx, placeOf(lab));
  });
}

/** Two looks must find nothing: what was being made during the first shows in the second. @returns ARNs of what is left */
async function clean({ accounts }: RecycleDeps, access: AccountAccess): Promise<string[]> {
  let left: string[] = [];
  for (let pass = 0; pass < CLEANING_PASSES; pass += 1) {
    await accounts.empty(access);
    left = await accounts.inventory(access);
    if (left.length === 0) left = await accounts.inventory(access);
    if (left.length === 0) return [];
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
 * Puts an account back into the pool after a person has looked at it; that it is clean must be seen once more.
 * @throws ACCOUNT_UNKNOWN, ACCOUNT_NOT_IN_QUARANTINE, ACCOUNT_NOT_CLEAN
 */
export async function releaseFromQuarantine({ sql, clock, accounts }: Pick<RecycleDeps, 'sql' | 'clock' | 'accounts'>, account: string): Promise<void> {
  const [state, region] = [await findAccount(sql, account), await lastRegionOf(sql, account)];
  if (state === undefined || region === undefined) throw fail('ACCOUNT_UNKNOWN', { detail: account });
  if (state.status !== 'quarantine') throw fail('ACCOUNT_NOT_IN_QUARANTINE', { detail: account });
  const accountId = awsAccountIdSchema.parse(account);
  const left = await accounts.inventory(accounts.operationsAccess(accountId, region));
  if (left.length > 0) throw fail('ACCOUNT_NOT_CLEAN', { detail: left.join(', ') });
  await accounts.unfreeze(accountId);
  if (!(await changeAccount(sql, accountId, (current) => released(current, clock.now())))) throw fail('ACCOUNT_NOT_IN_QUARANTINE', { detail: account });
}
