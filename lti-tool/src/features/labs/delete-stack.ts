import type { AccountAccess, EnvironmentState, Provisioner } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import type { Notify } from '../../ports/emit.ts';
import type { Sql } from '../../ports/sql.ts';
import { FIRST_LOOKS, FIRST_LOOKS_MILLISECONDS } from './look-rhythm.ts';
import { placeOf, resourcesOf, saveResources, type Lab, type LabResource } from './lab-store.ts';

export interface DeletionDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly notify: Notify;
  readonly provisioner: Provisioner;
  /** Waits between two looks at the environment. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS = 3;

/**
 * Has a lab's stack deleted and looks how far that is. What does not go is asked to go again, because what held it back may be gone.
 * @param loosen takes away what a learner made, which may hold the stack back: an instance in its security group, or protected against its end
 * @returns `stuck` when it could not be deleted, `going` when it is still on its way and is to be looked at again
 */
export async function deleteStack(deps: DeletionDeps, lab: Lab, access: AccountAccess, loosen: () => Promise<unknown>): Promise<'gone' | 'stuck' | 'going'> {
  for (let asked = 0, looks = 0; ;) {
    const environment = await deps.provisioner.describe(access, lab.id);
    await showDeletion(deps, lab, environment);
    if (environment.status === 'absent') return 'gone';
    if (environment.status === 'failed' || (asked === 0 && environment.status !== 'deleting')) {
      if (asked === ATTEMPTS) return 'stuck';
      if (environment.status === 'failed') await loosen();
      await deps.provisioner.delete(access, lab.id);
      asked += 1;
    } else {
      looks += 1;
      if (asked === 0 || looks >= FIRST_LOOKS) return 'going';
      await deps.pause(FIRST_LOOKS_MILLISECONDS);
    }
  }
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
