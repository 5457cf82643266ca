import { awsAccountIdSchema, type AccountAccess, type AwsAccountId, type CoursePack, type EnvironmentState, type Provisioner, type ResourceState } from '@cloudclass/plugin-contract';
import type { Clock } from '../../clock.ts';
import { errorsOf } from '../../errors.ts';
import type { LabId } from '../../ids.ts';
import type { Emit, Notify } from '../../emit.ts';
import type { Sql } from '../../sql.ts';
import { addAccount, takeAvailable } from './account-store.ts';
import { labErrors } from './lab-errors.ts';
import { failed, leased, ready } from './lab-state.ts';
import { findLab, lockLab, placeOf, saveResources, saveState, type Lab, type LabResource } from './lab-store.ts';
import type { LabAccounts } from './ports.ts';

const fail = errorsOf(labErrors);

export interface ProvisionDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly notify: Notify;
  readonly accounts: LabAccounts;
  readonly provisioner: Provisioner;
  readonly packOf: (lab: Lab) => Promise<CoursePack>;
  readonly poolMaximum: number;
  /** Waits between two looks at the environment. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

const POLL_MILLISECONDS = 300;
const DEADLINE_MILLISECONDS = 10 * 60_000;

/**
 * Brings a requested lab up: leases an account, opens it to the learner, creates the stack and follows it until it is ready or has failed. It
 * may be killed at any point and run again: the lease is in the database and the stack is named by the lab, so it goes on
 * where it was.
 * @throws LAB_POOL_EMPTY when every account is in use and no more may be made: the job is tried again later
 */
export async function provisionLab(deps: ProvisionDeps, id: LabId): Promise<void> {
  const lab = await findLab(deps.sql, id);
  if (lab === undefined || (lab.state.status !== 'requested' && lab.state.status !== 'provisioning')) return;
  const accountId = lab.accountId === null ? await lease(deps, id) : awsAccountIdSchema.parse(lab.accountId);
  if (accountId === undefined) return;
  const pack = await deps.packOf(lab);
  const access = deps.accounts.operationsAccess(accountId, lab.region);
  try {
    await deps.accounts.openTo(accountId, pack.manifest);
    await deps.provisioner.create({ access, token: id, template: pack.template, parameters: {}, tags: { 'cloudclass:lab': id } });
  } catch (error) {
    // what AWS refuses for good is the learner's to see; anything else is tried again by the job
    if (!isRefusal(error)) throw error;
    return giveUp(deps, lab, { what: 'stack', why: error.message });
  }
  await follow(deps, lab, { access, pack });
}

/** A template that AWS does not accept stays unacceptable. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ValidationError' || error.name === 'InsufficientCapabilitiesException');
}

/** Leases an account in one transaction with the lab's new state; makes one when none is free and the pool may grow. */
async function lease(deps: ProvisionDeps, id: LabId): Promise<AwsAccountId | undefined> {
  const taken = await tryLease(deps, id);
  if (taken !== 'none free') return taken;
  const [pool] = await deps.sql.query<{ size: number }>('select count(*)::int as size from account');
  if ((pool?.size ?? 0) >= deps.poolMaximum) throw fail('LAB_POOL_EMPTY', { detail: `${deps.poolMaximum} accounts, none free` });
  await addAccount(deps.sql, await deps.accounts.createAccount(id), deps.clock.now());
  const second = await tryLease(deps, id);
  if (second === 'none free') throw fail('LAB_POOL_EMPTY', { detail: 'another lab took the new account' });
  return second;
}

function tryLease(deps: ProvisionDeps, id: LabId): Promise<AwsAccountId | 'none free' | undefined> {
  return deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    if (lab === undefined || leased(lab.state, '', deps.clock.now()) === undefined) return undefined;
    const accountId = await takeAvailable(tx, id, deps.clock.now());
    if (accountId === undefined) return 'none free';
    const next = leased(lab.state, accountId, deps.clock.now());
    if (next !== undefined) await saveState(tx, id, next);
    await deps.notify(tx, placeOf(lab));
    return accountId;
  });
}

/** Looks at the environment until it is ready, has failed, takes too long, or the lab was ended meanwhile. */
async function follow(deps: ProvisionDeps, lab: Lab, { access, pack }: { access: AccountAccess; pack: CoursePack }): Promise<void> {
  const deadline = lab.requestedAt.getTime() + DEADLINE_MILLISECONDS;
  for (;;) {
    const environment = await deps.provisioner.describe(access, lab.id);
    await keepResources(deps, lab, environment, pack);
    if (environment.status === 'ready') return becomeReady(deps, lab, { outputs: environment.outputs, limitMinutes: pack.manifest.duration.limitMinutes });
    if (environment.status === 'failed') return giveUp(deps, lab, splitReason(environment.reason));
    if (deps.clock.now().getTime() > deadline) return giveUp(deps, lab, { what: 'stack', why: labErrors.LAB_PROVISIONING_SLOW.message });
    if ((await findLab(deps.sql, lab.id))?.state.status !== 'provisioning') return;
    await deps.pause(POLL_MILLISECONDS);
  }
}

/** A root cause reads `LogicalId: reason`. */
export function splitReason(reason: string): { what: string; why: string } {
  const match = /^([A-Za-z0-9]+): (.*)$/s.exec(reason);
  return { what: match?.[1] ?? 'stack', why: match?.[2] ?? reason };
}

/** What the stack has not begun is still to come: the template knows it. */
async function keepResources(deps: ProvisionDeps, lab: Lab, environment: EnvironmentState, pack: CoursePack): Promise<void> {
  const begun = 'resources' in environment ? environment.resources.map(toLabResource) : [];
  const known = new Set(begun.map((resource) => resource.logicalId));
  const waiting = pack.resources.filter((resource) => !known.has(resource.logicalId)).map(({ logicalId, type }): LabResource => ({ logicalId, type, status: 'waiting', physicalId: null, reason: null }));
  await deps.sql.transaction(async (tx) => {
    if (await saveResources(tx, lab.id, [...begun, ...waiting], deps.clock.now())) await deps.notify(tx, placeOf(lab));
  });
}

function toLabResource(resource: ResourceState): LabResource {
  const { logicalId, type, status } = resource;
  return { logicalId, type, status, physicalId: 'physicalId' in resource ? resource.physicalId ?? null : null, reason: resource.status === 'failed' ? resource.reason : null };
}

async function becomeReady(deps: ProvisionDeps, lab: Lab, environment: { outputs: Readonly<Record<string, string>>; limitMinutes: number }): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    const now = deps.clock.now();
    const current = await lockLab(tx, lab.id);
    const next = current === undefined ? undefined : ready(current.state, environment, now);
    if (next === undefined) return;
    await saveState(tx, lab.id, next);
    await deps.emit(tx, placeOf(lab), { type: 'lab.ready', secondsToReady: Math.max(0, (now.getTime() - lab.requestedAt.getTime()) / 1000) });
  });
}

async function giveUp(deps: ProvisionDeps, lab: Lab, failure: { what: string; why: string }): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    const current = await lockLab(tx, lab.id);
    const next = current === undefined ? undefined : failed(current.state, failure, deps.clock.now());
    if (next === undefined) return;
    await saveState(tx, lab.id, next);
    await deps.emit(tx, placeOf(lab), { type: 'lab.failed', ...failure });
  });
}
