import type { BillingContext } from '../context.ts';
import { findViolations, type Violation } from './invariants.ts';

/**
 * The nightly run: looks for violations and keeps what it saw, so that "when did this begin" has an answer.
 * @returns the violations; anything but an empty list is an alarm
 */
export async function runReconciliation({ sql, clock, ids }: BillingContext): Promise<readonly Violation[]> {
  return sql.transaction(async (tx) => {
    const violations = await findViolations({ sql: tx });
    const id = ids.next();
    await tx.query('insert into billing.recon_run (id, at, violations) values ($1, $2, $3)', [id, clock.now(), violations.length]);
    await tx.query(
      `insert into billing.recon_diff (run_id, position, invariant, detail)
       select $1, position, invariant, detail from unnest($2::text[], $3::text[]) with ordinality as d (invariant, detail, position)`,
      [id, violations.map(({ invariant }) => invariant), violations.map(({ detail }) => detail)],
    );
    return violations;
  });
}
