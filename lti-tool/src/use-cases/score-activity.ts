import type { Clock, Ids } from '../ports/clock.ts';
import type { Emit, Notify } from '../ports/emit.ts';
import type { DomainEvent } from '../domain/events.ts';
import { stepsAskedFor } from '../features/configuration/configuration.ts';
import { heldActivityLab } from '../features/configuration/configuration-store.ts';
import { queueGrade } from '../features/grades/queue-grade.ts';
import { latestLab } from '../features/labs/lab-store.ts';
import type { LabStatus } from '../features/labs/lab-state.ts';
import type { Packs } from '../features/packs/packs.ts';
import { scoreOf } from '../features/validation/score.ts';
import { overridesOf, verdictsOfAllLabs } from '../features/validation/verdict-store.ts';
import type { Sql } from '../ports/sql.ts';

export interface ScoreDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly notify: Notify;
  readonly packs: Packs;
}

const running: ReadonlySet<string> = new Set<LabStatus>(['requested', 'provisioning', 'ready']);

/** Works out the score of the learner an event names, from everything that is known now, and puts it on its way to the gradebook. */
export async function scoreActivity(deps: ScoreDeps, event: DomainEvent): Promise<void> {
  const { institutionId, courseId, resourceLinkId, personId, labId } = event.place;
  if (courseId === null || resourceLinkId === null || personId === null) return;
  await deps.sql.transaction(async (tx) => {
    const place = { institutionId, resourceLinkId, personId };
    const activity = await heldActivityLab(tx, place);
    if (activity === undefined) return;
    const { pack } = await deps.packs.get(activity.packId, activity.packVersion);
    const score = scoreOf(stepsAskedFor(pack.manifest.steps, activity.configuration), await verdictsOfAllLabs(tx, place), await overridesOf(tx, place));
    const lab = await latestLab(tx, place);
    await queueGrade(deps, tx, { ...place, courseId, labId, ...score, labRuns: lab !== undefined && running.has(lab.state.status), scoredAt: deps.clock.now() });
  });
}
