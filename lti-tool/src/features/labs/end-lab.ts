import type { Clock } from '../../ports/clock.ts';
import type { Emit, Notify } from '../../ports/emit.ts';
import { errorsOf } from '../../errors.ts';
import type { EndReason } from '../../domain/events.ts';
import type { LabId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { forEachLab } from './each-lab.ts';
import { labErrors } from './lab-errors.ts';
import { ending, extended } from './lab-state.ts';
import { lockLab, overdueLabs, placeOf, saveState } from './lab-store.ts';

const fail = errorsOf(labErrors);

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly notify: Notify;
}

/** Begins the end of a lab. From this moment no credentials are issued; the rest is a job's. Ending twice is ending once. */
export async function endLab(deps: Deps, id: LabId, reason: EndReason): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    const next = lab === undefined ? undefined : ending(lab.state, reason, deps.clock.now());
    if (lab === undefined || next === undefined) return;
    await saveState(tx, id, next);
    await deps.emit(tx, placeOf(lab), { type: 'lab.ending', reason });
  });
}

/** Ends the labs whose time is up; run every minute. @throws AggregateError */
export async function endOverdueLabs(deps: Deps): Promise<void> {
  await forEachLab(await overdueLabs(deps.sql, deps.clock.now()), (id) => endLab(deps, id, 'time-limit'));
}

/**
 * Gives a running lab more time.
 * @param minutes how many more
 * @throws LAB_NOT_EXTENDABLE
 */
export async function extendLab(deps: Deps, id: LabId, minutes: number): Promise<void> {
  await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    const next = lab === undefined ? undefined : extended(lab.state, minutes);
    if (lab === undefined || next === undefined) throw fail('LAB_NOT_EXTENDABLE');
    await saveState(tx, id, next);
    await deps.notify(tx, placeOf(lab));
  });
}
