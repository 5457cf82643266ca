import type { AccountAccess, CoursePack, EnvironmentState, Provisioner, ResourceState } from '@cloudclass/plugin-contract';
import type { Emit } from '../../ports/emit.ts';
import type { LabId } from '../../domain/ids.ts';
import { awsWords } from './aws-words.ts';
import { labErrors } from './lab-errors.ts';
import { failed, ready } from './lab-state.ts';
import { anyRequested, findLab, lockLab, placeOf, saveResources, saveState, type Lab, type LabResource } from './lab-store.ts';
import { inTurn } from './lab-turn.ts';
import { leaseAccount, type LeaseDeps } from './lease-account.ts';
import { FIRST_LOOKS, FIRST_LOOKS_MILLISECONDS, lookAgainAfter } from './look-rhythm.ts';
import type { LabAccounts } from './ports.ts';
import { provisionAgain } from './run-again.ts';

export interface ProvisionDeps extends LeaseDeps {
  readonly emit: Emit;
  readonly accounts: Pick<LabAccounts, 'operationsAccess' | 'openTo'>;
  readonly provisioner: Provisioner;
  readonly packOf: (lab: Lab) => Promise<CoursePack>;
  /** Waits between two looks at the environment. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

interface Environment {
  readonly access: AccountAccess;
  readonly pack: CoursePack;
}

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
    await bringUp(deps, lab, { pack: await deps.packOf(lab), access: deps.accounts.operationsAccess(accountId, lab.region) });
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
  return clock.now().getTime() > leasedAt(lab) + DEADLINE_MILLISECONDS;
}

const leasedAt = (lab: Lab): number => (lab.leasedAt ?? lab.requestedAt).getTime();

/**
 * Asks for the stack where there is none yet, and looks how far it is. What takes longer is looked at again by a later run, so that a worker
 * is free for others in between.
 */
async function bringUp(deps: ProvisionDeps, lab: Lab, environment: Environment): Promise<void> {
  const look = (): Promise<EnvironmentState> => deps.provisioner.describe(environment.access, lab.id);
  const found = await look();
  if (found.status !== 'absent') {
    if (await settles(deps, lab, environment, found)) return;
  } else {
    if (!(await begin(deps, lab, environment))) return;
    for (let looks = 0; looks < FIRST_LOOKS; looks += 1) {
      if (await settles(deps, lab, environment, await look())) return;
      // a class starts together: what others have not even begun comes first
      if (await anyRequested(deps.sql)) break;
      await deps.pause(FIRST_LOOKS_MILLISECONDS);
    }
  }
  await provisionAgain(deps, lab, lookAgainAfter(deps.clock.now().getTime() - leasedAt(lab)));
}

/** Opens the account and asks for the stack, unless the lab was ended meanwhile: a stack that is there is in an account that was opened. @returns whether it did */
function begin(deps: ProvisionDeps, { id }: Lab, { access, pack }: Environment): Promise<boolean> {
  return inTurn(deps.sql, id, async (tx) => {
    if ((await findLab(tx, id))?.state.status !== 'provisioning') return false;
    await deps.accounts.openTo(access.accountId, pack.manifest);
    await deps.provisioner.create({ access, token: id, template: pack.template, parameters: {}, tags: { 'cloudclass:lab': id } });
    return true;
  });
}

/** Shows how far the environment is. @returns whether there is nothing more to wait for: it is ready, has failed, takes too long, or the lab was ended meanwhile */
async function settles(deps: ProvisionDeps, lab: Lab, { pack }: Environment, environment: EnvironmentState): Promise<boolean> {
  if (!(await keepResources(deps, lab, environment, pack))) return true;
  if (environment.status === 'ready') await becomeReady(deps, lab, { outputs: environment.outputs, limitMinutes: pack.manifest.duration.limitMinutes });
  else if (environment.status === 'failed') await giveUp(deps, lab, splitReason(environment.reason));
  else if (isLate(deps, lab)) await giveUp(deps, lab, { what: 'stack', why: labErrors.LAB_PROVISIONING_SLOW.message });
  else return false;
  return true;
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
