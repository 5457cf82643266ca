import { rateAgain, usageSetAside, type BillingContext, type UsageSetAside } from '@cloudclass/billing';
import { labIdSchema } from '../domain/ids.ts';
import { findLab } from '../features/labs/lab-store.ts';
import type { Emit } from '../ports/emit.ts';
import { tellPosted } from './posted-usage.ts';

interface RateDeps extends BillingContext {
  readonly emit: Emit;
}

/**
 * Rates what was set aside for want of a contract or a price and has them now; run every hour. Each report is rated in a transaction of its own, and one
 * that fails keeps no other.
 * @returns how many were rated
 * @throws AggregateError
 */
export async function rateQuarantined(deps: RateDeps): Promise<number> {
  const failures: Error[] = [];
  let rated = 0;
  for (const one of await usageSetAside(deps)) {
    try {
      if (await rateOne(deps, one)) rated += 1;
    } catch (cause) {
      failures.push(new Error(`report ${one.rawId}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }));
    }
  }
  const [first] = failures;
  if (first !== undefined) throw new AggregateError(failures, `${failures.length} reports of use failed, first ${first.message}`);
  return rated;
}

function rateOne(deps: RateDeps, one: UsageSetAside): Promise<boolean> {
  return deps.sql.transaction(async (tx) => {
    const outcome = await rateAgain(deps, tx, one);
    const lab = await findLab(tx, labIdSchema.parse(one.labId));
    if (lab !== undefined) await tellPosted(deps, tx, { lab, product: one.product, outcome });
    return outcome.status === 'posted';
  });
}
