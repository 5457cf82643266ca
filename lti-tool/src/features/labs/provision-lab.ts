import type { AccountAccess, CoursePack, EnvironmentState, Provisioner, ResourceState } from '@cloudclass/plugin-contract';
import type { Emit } from '../../ports/emit.ts';
import type { LabId } from '../../domain/ids.ts';
import { awsWords } from './aws-words.ts';
import { labErrors } from './lab-errors.ts';
import { failed, ready } from './lab-state.ts';
import { findLab, lockLab, placeOf, saveResources, saveState, type Lab, type LabResource } from './lab-store.ts';
import { inTurn } from './lab-turn.ts';
import { leaseAccount, type LeaseDeps } from './lease-account.ts';
import { provisionAgain } from './run-again.ts';

export interface ProvisionDeps extends LeaseDeps {
  readonly emit: Emit;
  readonly provisioner: Provisioner;
  readonly packOf: (lab: Lab) => Promise<CoursePack>;
  /** Waits between two looks at the environment. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

interface Environment {
  readonly access: AccountAccess;
  readonly pack: CoursePack;
}

const POLL_MILLISECONDS = 300;
/** So many looks at a time, about ten seconds: a class that starts together must not keep every worker waiting. */
const LOOKS = 30;
const LOOK_AGAIN_MILLISECONDS = 1_000;
/** Counted from the lease: a lab that waited for its account has all of it. */
const DEADLINE_MILLISECONDS = 10 * 60_000;

/**
 * Brings a requested lab up: leases an account, opens it to the learner, creates the stack and follows it until it is ready or has failed. It
 * may be killed at any point and run again: the lease is in the database and the stack is named by the lab, so it goes on
 * where it was. A failure that may pass is thrown, and tried again by the job until the lab's deadline.
 */
export async function provisionLab(deps: ProvisionDeps, id: LabId): Promise<void> {
  const accountId = await leaseAccount(deps, id);
  const lab = accountId === undefined ? undefined : await findLab(deps.sql, id);
  if (accountId === undefined || lab === undefined) return;
  try {
    const environment = { pack: await deps.packOf(lab), access: deps.accounts.operationsAccess(accountId, lab.region) };
    if (await begin(deps, lab, environment)) await follow(deps, lab, environment);
  } catch (error) {
    if (!isRefusal(error) && !isLate(deps, lab)) throw error;
    await giveUp(deps, lab, { what: 'stack', why: awsWords(error) });
  }
}

/** A template that AWS does not accept stays unacceptable. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ValidationError' || error.name === 'InsufficientCapabilitiesException');
}

function isLate({ clock }: ProvisionDeps, lab: Lab): boolean {
  return clock.now().getTime() > (lab.leasedAt ?? lab.requestedAt).getTime() + DEADLINE_MILLISECONDS;
}

/** Opens the account and asks for the stack, unless the lab was ended meanwhile. @returns whether it did */
function begin(deps: ProvisionDeps, { id }: Lab, { access, pack }: Environment): Promise<boolean> {
  return inTurn(deps.sql, id, async (tx) => {
    if ((await findLab(tx, id))?.state.status !== 'provisioning') return false;
    await deps.accounts.openTo(access.accountId, pack.manifest);
    await deps.provisioner.create({ access, token: id, template: pack.template, parameters: {}, tags: { 'cloudclass:lab': id } });
    return true;
  });
}

/**
 * Looks at the environment until it is ready, has failed, takes too long, or the lab was ended meanwhile. What takes longer than some
 * looks is looked at again by a later run, so that a worker is free for others in between.
 */
async function follow(deps: ProvisionDeps, lab: Lab, { access, pack }: Environment): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const environment = await deps.provisioner.describe(access, lab.id);
    if (!(await keepResources(deps, lab, environment, pack))) return;
    if (environment.status === 'ready') return becomeReady(deps, lab, { outputs: environment.outputs, limitMinutes: pack.manifest.duration.limitMinutes });
    if (environment.status === 'failed') return giveUp(deps, lab, splitReason(environment.reason));
    if (isLate(deps, lab)) return giveUp(deps, lab, { what: 'stack', why: labErrors.LAB_PROVISIONING_SLOW.message });
    await deps.pause(POLL_MILLISECONDS);
  }
  await provisionAgain(deps, lab, LOOK_AGAIN_MILLISECONDS);
}

/** A root cause reads `LogicalId: reason`. */
export function splitReason(reason: string): { what: string; why: string } {
  const match = /^([A-Za-z0-9]+): (.*)$/s.exec(reason);
  return { what: match?.[1] ?? 'stack', why: match?.[2] ?? reason };
}

/** What the stack has not begun is still to come: the template knows it. @returns whether the lab is still being provisioned */
async function keepResources(deps: ProvisionDeps, lab: Lab, environment: EnvironmentState, pack: CoursePack): Promise<boolean> {
  const begun = 'resources' in environment ? environment.resources.map(toLabResource) : [];
  const known = new Set(begun.map((resource) => resource.logicalId));
  const waiting = pack.resources.filter((resource) => !known.has(resource.logicalId)).map(({ logicalId, type }): LabResource => ({ logicalId, type, status: 'waiting', physicalId: null, reason: null }));
  return deps.sql.transaction(async (tx) => {
    if ((await lockLab(tx, lab.id))?.state.status !== 'provisioning') return false;
    if (await saveResources(tx, lab.id, [...begun, ...waiting], deps.clock.now())) await deps.notify(tx, placeOf(lab));
    return true;
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
