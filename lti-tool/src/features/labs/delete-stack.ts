import type { AccountAccess, EnvironmentState, Provisioner } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import type { Notify } from '../../ports/emit.ts';
import type { Sql } from '../../ports/sql.ts';
import { placeOf, resourcesOf, saveResources, type Lab, type LabResource } from './lab-store.ts';

export interface DeletionDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly notify: Notify;
  readonly provisioner: Provisioner;
  /** Waits between two looks at the environment. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

const POLL_MILLISECONDS = 300;
/** So many looks at a time, about ten seconds: a class that ends together must not keep every worker waiting. */
const LOOKS = 30;
const ATTEMPTS = 3;

/**
 * Has a lab's stack deleted and follows it for a while. What does not go is asked to go again, because what held it back may be gone.
 * @returns `stuck` when it could not be deleted, `going` when it is still on its way
 */
export async function deleteStack(deps: DeletionDeps, lab: Lab, access: AccountAccess): Promise<'gone' | 'stuck' | 'going'> {
  for (let attempt = 0, looks = 0; attempt < ATTEMPTS; attempt += 1) {
    await deps.provisioner.delete(access, lab.id);
    for (; ; looks += 1) {
      const environment = await deps.provisioner.describe(access, lab.id);
      await showDeletion(deps, lab, environment);
      if (environment.status === 'absent') return 'gone';
      if (environment.status === 'failed') break;
      if (looks >= LOOKS) return 'going';
      await deps.pause(POLL_MILLISECONDS);
    }
  }
  return 'stuck';
}

/** A stack that is gone lists nothing any more: all that it had is deleted. */
async function showDeletion(deps: DeletionDeps, lab: Lab, environment: EnvironmentState): Promise<void> {
  const resources = environment.status === 'absent'
    ? (await resourcesOf(deps.sql, lab.id)).map((resource): LabResource => ({ ...resource, status: 'deleted', reason: null }))
    : goingIn(environment);
  await deps.sql.transaction(async (tx) => {
    if (await saveResources(tx, lab.id, resources, deps.clock.now())) await deps.notify(tx, placeOf(lab));
  });
}

function goingIn(environment: EnvironmentState): LabResource[] {
  if (!('resources' in environment)) return [];
  return environment.resources.flatMap(({ logicalId, type, status }): LabResource[] => (status === 'deleting' || status === 'deleted' ? [{ logicalId, type, status, physicalId: null, reason: null }] : []));
}
