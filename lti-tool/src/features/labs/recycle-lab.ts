import { awsAccountIdSchema, type AccountAccess, type CoursePack } from '@cloudclass/plugin-contract';
import type { Emit } from '../../ports/emit.ts';
import type { LabId } from '../../domain/ids.ts';
import { cleaned, cleaning, frozen, isHeldBy, quarantined, type AccountState, type WhyQuarantined } from './account-state.ts';
import { changeAccount, findAccount } from './account-store.ts';
import { awsWords } from './aws-words.ts';
import { deleteStack, type DeletionDeps } from './delete-stack.ts';
import { ended } from './lab-state.ts';
import { findLab, lockLab, placeOf, saveState, type Lab } from './lab-store.ts';
import { inTurn } from './lab-turn.ts';
import { lookAgainAfter } from './look-rhythm.ts';
import type { LabAccounts } from './ports.ts';
import { recycleAgain, type AgainDeps } from './run-again.ts';
import { serveWaiting } from './serve-waiting.ts';

export interface RecycleDeps extends DeletionDeps, AgainDeps {
  readonly emit: Emit;
  readonly accounts: LabAccounts;
  readonly packOf: (lab: Lab) => Promise<CoursePack>;
}

const CLEANING_PASSES = 3;
/** How long failures that may pass are tried again before the account waits for a person. */
const PATIENCE_MILLISECONDS = 60 * 60_000;

/** How recycling goes on: it is over, or comes back after so many milliseconds. */
type Progress = 'over' | { readonly again: number };
/** It waits for AWS: for what, is why the account is set aside when patience is at its end. */
type Waiting = { readonly again: number; readonly why: WhyQuarantined };

const AT_ONCE: Progress = { again: 0 };
const SHUT_OUT_AGAIN: Progress = { again: 60_000 };

/**
 * Takes a lab down and gives its account back, in the order of a cut-off: credentials are no longer issued (the lab is over),
 * those that are out are denied, the account is closed to everybody but operations, the stack goes, then everything the learner made
 * beside it, and an inventory proves that nothing is left. What cannot be cleaned goes into quarantine with the reason.
 * It goes in short runs: when a class ends together, everybody is shut out before the first stack is waited for.
 * May be killed and run again at any point.
 */
export async function recycleLab(deps: RecycleDeps, id: LabId): Promise<void> {
  const lab = await findLab(deps.sql, id);
  if (lab === undefined || !isOver(lab)) return;
  // provisioning that is still under way comes to its end first; it begins nothing more in a lab that is over
  await inTurn(deps.sql, id, async () => {});
  const progress = lab.accountId === null ? 'over' : await giveBack(deps, lab, deps.accounts.operationsAccess(awsAccountIdSchema.parse(lab.accountId), lab.region));
  if (progress !== 'over') return recycleAgain(deps, lab, progress.again);
  await finish(deps, id);
  await serveWaiting(deps);
}

function isOver({ state }: Lab): boolean {
  return state.status === 'ending' || state.status === 'ended' || state.status === 'failed';
}

async function giveBack(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<Progress> {
  const state = await findAccount(deps.sql, access.accountId);
  if (state === undefined || !isHeldBy(state, lab.id)) return 'over';
  const isLate = deps.clock.now().getTime() - lab.state.since.getTime() >= PATIENCE_MILLISECONDS;
  try {
    if (state.status === 'leased') return await shutOut(deps, lab, access);
    const progress = await takeDown(deps, lab, access);
    return progress === 'over' || !isLate ? progress : await setAside(deps, lab, { access, state, why: progress.why });
  } catch (error) {
    if (!isLate) throw error;
    return await setAside(deps, lab, { access, state, why: { cause: 'aws', reason: awsWords(error) } });
  }
}

/** The account is frozen only when AWS has acknowledged both: sessions denied, and the account closed. */
async function shutOut({ sql, clock, accounts }: RecycleDeps, lab: Lab, { accountId }: AccountAccess): Promise<Progress> {
  await accounts.revokeSessions(accountId, clock.now());
  await accounts.freeze(accountId);
  await changeAccount(sql, accountId, (account) => frozen(account, lab.id, clock.now()));
  return AT_ONCE;
}

/** Removes the stack, then all else; the learner need not wait for the cleaning. */
async function takeDown(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<'over' | Waiting> {
  const { sql, clock, accounts } = deps;
  const waiting = (why: WhyQuarantined): Waiting => ({ again: lookAgainAfter(clock.now().getTime() - lab.state.since.getTime()), why });
  const stack = await deleteStack(deps, lab, access, () => empty(deps, lab, access));
  if (stack === 'going') return waiting({ cause: 'stack-slow', reason: '' });
  await finish(deps, lab.id);
  await changeAccount(sql, access.accountId, (account) => cleaning(account, lab.id, clock.now()));
  // what holds it may still be on its way
  if (stack === 'stuck') return waiting({ cause: 'stack-kept', reason: '' });
  const { left, outcome } = await clean(deps, lab, access);
  const why: WhyQuarantined = { cause: 'things-left', reason: left.slice(0, 5).join(', ') };
  if (left.length > 0) return outcome === 'going' ? waiting(why) : quarantine(deps, lab, access, why);
  await accounts.unfreeze(access.accountId);
  await changeAccount(sql, access.accountId, (account) => cleaned(account, lab.id, clock.now()));
  return 'over';
}

async function empty({ accounts, packOf }: RecycleDeps, lab: Lab, access: AccountAccess): ReturnType<LabAccounts['empty']> {
  return accounts.empty(access, (await packOf(lab)).manifest.regions);
}

/**
 * Two looks must find nothing: what was being made during the first shows in the second. What AWS takes away in its own time is not waited for.
 * @returns ARNs of what is left, and whether it is on its way
 */
async function clean(deps: RecycleDeps, lab: Lab, access: AccountAccess): Promise<{ readonly left: string[]; readonly outcome: 'done' | 'going' }> {
  const { regions } = (await deps.packOf(lab)).manifest;
  for (let pass = 1; ; pass += 1) {
    const outcome = await empty(deps, lab, access);
    let left = await deps.accounts.inventory(access, regions);
    if (left.length === 0) left = await deps.accounts.inventory(access, regions);
    if (left.length === 0 || outcome === 'going' || pass === CLEANING_PASSES) return { left, outcome };
  }
}

/**
 * Patience is at its end: the learner's part is over, so that another lab can be started. An account that is closed waits for a person, and
 * nothing runs on in it meanwhile. One that is not is never left alone: shutting the learner out is tried until AWS acknowledges it, and an
 * alarm stands as long as that takes.
 */
async function setAside(deps: RecycleDeps, lab: Lab, { access, state, why }: { readonly access: AccountAccess; readonly state: AccountState; readonly why: WhyQuarantined }): Promise<Progress> {
  await finish(deps, lab.id);
  if (state.status === 'leased') return SHUT_OUT_AGAIN;
  // what it refuses is no news: the reason is known
  await empty(deps, lab, access).catch(() => {});
  return quarantine(deps, lab, access, why);
}

async function quarantine({ sql, clock }: RecycleDeps, lab: Lab, { accountId }: AccountAccess, why: WhyQuarantined): Promise<'over'> {
  await changeAccount(sql, accountId, (account) => quarantined(account, lab.id, { ...why, now: clock.now() }));
  return 'over';
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
