import type { Cloud } from '../dispatch/cloud.ts';
import type { AccountState, RegionState } from '../state/model.ts';
import type { StackRecord } from '../state/stacks.ts';
import { applySource, deleteLeftovers, deleteResources, enter, type ResourceFailure, type StackJob } from './engine.ts';

async function create(job: StackJob): Promise<void> {
  const applied = await applySource(job, job.stack.source);
  if (applied.outcome === 'overtaken') return;
  if (applied.outcome === 'done') {
    enter(job, 'CREATE_COMPLETE');
    return;
  }
  const said = `The following resource(s) failed to create: [${applied.failure.logicalId}].`;
  if (job.stack.onFailure === 'DO_NOTHING') enter(job, 'CREATE_FAILED', said);
  else if (job.stack.onFailure === 'DELETE') await startDelete(job, said);
  else await rollBackCreate(job, `${said} Rollback requested by user.`);
}

async function rollBackCreate(job: StackJob, reason: string): Promise<void> {
  enter(job, 'ROLLBACK_IN_PROGRESS', reason);
  await finishRollback(job);
}

async function finishRollback(job: StackJob): Promise<void> {
  const failed = await deleteResources(job);
  if (failed.length > 0) enter(job, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}].`);
  else enter(job, 'ROLLBACK_COMPLETE');
}

async function startDelete(job: StackJob, reason: string): Promise<void> {
  enter(job, 'DELETE_IN_PROGRESS', reason);
  await finishDelete(job);
}

async function finishDelete(job: StackJob): Promise<void> {
  await deleteLeftovers(job);
  const failed = await deleteResources(job);
  if (failed.length > 0) {
    enter(job, 'DELETE_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}]. `);
    return;
  }
  enter(job, 'DELETE_COMPLETE');
  job.stack.deletedAt = job.cloud.clock.now().toISOString();
}

async function update(job: StackJob): Promise<void> {
  const applied = await applySource(job, job.stack.source);
  if (applied.outcome === 'overtaken') return;
  if (applied.outcome === 'failed') {
    await rollBackUpdate(job, applied.failure);
    return;
  }
  job.stack.previous = undefined;
  enter(job, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await finishCleanup(job, 'UPDATE_COMPLETE');
}

async function rollBackUpdate(job: StackJob, failure: ResourceFailure): Promise<void> {
  enter(job, 'UPDATE_ROLLBACK_IN_PROGRESS', `The following resource(s) failed to update: [${failure.logicalId}]. `);
  job.stack.source = job.stack.previous ?? job.stack.source;
  await finishUpdateRollback(job);
}

async function finishUpdateRollback(job: StackJob): Promise<void> {
  const applied = await applySource(job, job.stack.source);
  if (applied.outcome === 'overtaken') return;
  if (applied.outcome === 'failed') {
    enter(job, 'UPDATE_ROLLBACK_FAILED', applied.failure.reason);
    return;
  }
  job.stack.previous = undefined;
  enter(job, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await finishCleanup(job, 'UPDATE_ROLLBACK_COMPLETE');
}

async function finishCleanup(job: StackJob, status: string): Promise<void> {
  await deleteLeftovers(job);
  enter(job, status);
}

/** What is left to do in each status a stack can be found in; in all others nothing is. */
const CONTINUATIONS: ReadonlyMap<string, (job: StackJob) => Promise<void>> = new Map([
  ['CREATE_IN_PROGRESS', create],
  ['ROLLBACK_IN_PROGRESS', finishRollback],
  ['DELETE_IN_PROGRESS', finishDelete],
  ['UPDATE_IN_PROGRESS', update],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', (job) => finishCleanup(job, 'UPDATE_COMPLETE')],
  ['UPDATE_ROLLBACK_IN_PROGRESS', finishUpdateRollback],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', (job) => finishCleanup(job, 'UPDATE_ROLLBACK_COMPLETE')],
]);

/** Starts, or takes up again, the work a stack's status asks for. */
export function continueStack(cloud: Cloud, account: AccountState, region: RegionState, stack: StackRecord): void {
  cloud.background(stack.id, async (signal) => {
    await CONTINUATIONS.get(stack.status)?.({ cloud, account, region, stack, signal });
  });
}

/** Takes up the stacks that were at work when the endpoint stopped. */
export function resumeStacks(cloud: Cloud): void {
  for (const account of cloud.state.accounts.values()) {
    for (const region of account.regions.values()) {
      for (const stack of region.stacks.values()) continueStack(cloud, account, region, stack);
    }
  }
}
