import type { Clock } from '../../ports/clock.ts';
import type { Sql } from '../../ports/sql.ts';

const DAY_MILLISECONDS = 24 * 3_600_000;

/** Statements that take some of what is older than `$1`, and say how much: each is short, so that nobody waits for it. */
const OLD = [
  `with over as (select l.id from lab l where l.ended_at < $1 and exists (select from activity_record r where r.lab_id = l.id) limit 100)
   delete from activity_record r using over where r.lab_id = over.id returning 1`,
  // the oldest stand first, so that it is not looked for among the new ones
  `delete from event_outbox where seq in (select seq from event_outbox order by seq limit 5000) and published_at is not null and occurred_at < $1 returning 1`,
  `delete from stray_record where event_id in (select event_id from stray_record where received_at < $1 limit 5000) returning 1`,
];

/**
 * Deletes what was recorded of single acts and is older than it is kept: CloudTrail records of labs that are over, the timeline, and records of
 * no lab. Verdicts, grades and what was billed stay. May be stopped at any time; the next run goes on.
 * @param keptDays how long after the end of a lab, in days
 * @returns how many rows
 */
export async function forgetOldRecords({ sql, clock }: { readonly sql: Sql; readonly clock: Clock }, keptDays: number): Promise<number> {
  const before = new Date(clock.now().getTime() - keptDays * DAY_MILLISECONDS);
  let forgotten = 0;
  for (const statement of OLD) {
    let some: number;
    do {
      some = (await sql.query(statement, [before])).length;
      forgotten += some;
    } while (some > 0);
  }
  return forgotten;
}
