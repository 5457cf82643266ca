import type { UsageOutcome } from '@cloudclass/billing';
import { placeOf, type Lab } from '../features/labs/lab-store.ts';
import type { Emit } from '../ports/emit.ts';
import type { Sql } from '../ports/sql.ts';

/** Tells what a stretch of a lab was rated at, in the transaction that rated it; of one that was not there is nothing to tell. */
export async function tellPosted({ emit }: { readonly emit: Emit }, tx: Sql, { lab, product, outcome }: { readonly lab: Lab; readonly product: string; readonly outcome: UsageOutcome }): Promise<void> {
  if (outcome.status !== 'posted') return;
  await emit(tx, placeOf(lab), { type: 'usage.posted', product, quantitySeconds: Number(outcome.seconds), amount: outcome.amount.toString(), currency: outcome.currency });
}
