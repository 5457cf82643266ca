import { contractInForce, costOfLabs, chargeFor, creditOf, decideCutOff, ensureAllowance, placeHold, priceAt, pricesOf, recordUsage, releaseHold, type BillingContext } from '@cloudclass/billing';
import type { Emit } from '../emit.ts';
import { lockLab, placeOf, type Lab } from '../features/labs/lab-store.ts';
import type { Packs } from '../features/packs/packs.ts';
import type { LabId } from '../ids.ts';
import { maybeOne, type Sql } from '../sql.ts';

export interface MeterDeps extends BillingContext {
  readonly emit: Emit;
  readonly packs: Packs;
}

const METER = 'lab-time';


/**
 * Meters what a lab has run since it was last metered, and decides whether it may go on. The stretch begins where the last one ended, kept in
 * the lab's row in the same transaction as the usage, so a second of a lab is metered once however often this runs.
 */
export async function meterLab(deps: MeterDeps, id: LabId): Promise<void> {
  const isOver = await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    if (lab === undefined) return false;
    const span = await unmetered(tx, id, deps.clock.now());
    if (span !== undefined) await post(deps, tx, { lab, ...span });
    if (lab.state.status === 'ready') await decide(deps, tx, lab);
    return lab.state.status === 'ended' || lab.state.status === 'failed';
  });
  if (isOver) await releaseHold(deps, id);
}

/** The stretch that has not been metered, in whole seconds; undefined when there is none. */
async function unmetered(tx: Sql, id: LabId, now: Date): Promise<{ from: Date; to: Date } | undefined> {
  const row = await maybeOne<{ ready_at: Date | null; metered_until: Date | null; ended_at: Date | null }>(tx, 'select ready_at, metered_until, ended_at from lab where id = $1', [id]);
  if (row === undefined || row.ready_at === null) return undefined;
  const from = row.metered_until ?? row.ready_at;
  const until = row.ended_at !== null && row.ended_at < now ? row.ended_at : now;
  const milliseconds = until.getTime() - from.getTime();
  // the last stretch is rounded up to the second it began, so that nothing is left over
  const seconds = row.ended_at === null ? Math.floor(milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  return seconds > 0 ? { from, to: new Date(from.getTime() + seconds * 1000) } : undefined;
}

async function post(deps: MeterDeps, tx: Sql, { lab, from, to }: { lab: Lab; from: Date; to: Date }): Promise<void> {
  const { pack } = await deps.packs.get(lab.packId, lab.packVersion);
  const unit = await maybeOne<{ unit_id: string | null }>(tx, 'select unit_id from course where id = $1', [lab.courseId]);
  const outcome = await recordUsage(deps, tx, {
    source: METER,
    eventId: `${lab.id}:${from.toISOString()}`,
    institutionId: lab.institutionId,
    learnerId: lab.personId,
    courseId: lab.courseId,
    unitId: unit?.unit_id ?? null,
    labId: lab.id,
    product: pack.manifest.product,
    startsAt: from,
    endsAt: to,
  });
  await tx.query('update lab set metered_until = $2 where id = $1', [lab.id, to]);
  if (outcome.status !== 'posted') return;
  await deps.emit(tx, placeOf(lab), { type: 'usage.posted', product: pack.manifest.product, quantitySeconds: Number(outcome.seconds), amount: outcome.amount.toString(), currency: outcome.currency });
}

/** Warns once when little credit is left, and ends the lab when none is. */
async function decide(deps: MeterDeps, tx: Sql, lab: Lab): Promise<void> {
  const { pack } = await deps.packs.get(lab.packId, lab.packVersion);
  const credit = await creditOf({ sql: tx }, holderOf(lab));
  if (credit === undefined) return;
  const hourlyRate = await hourlyRateOf({ ...deps, sql: tx }, lab.institutionId, pack.manifest.product);
  const decision = decideCutOff({ granted: credit.granted, left: credit.available + credit.held, hourlyRate: hourlyRate.amount });
  if (decision.kind === 'cut-off') await deps.emit(tx, placeOf(lab), { type: 'credit.ended' });
  if (decision.kind === 'warn' && !(await wasWarned(tx, lab.id))) await deps.emit(tx, placeOf(lab), { type: 'credit.low', minutesLeft: decision.minutesLeft });
}

async function wasWarned(tx: Sql, id: LabId): Promise<boolean> {
  return (await tx.query(`select 1 from event_outbox where lab_id = $1 and type = 'credit.low' limit 1`, [id])).length > 0;
}

const holderOf = (lab: Lab): { institutionId: string; learnerId: string; courseId: string } => ({ institutionId: lab.institutionId, learnerId: lab.personId, courseId: lab.courseId });

/** What a product costs an institution for an hour now, after its discount, in minor units. */
export async function hourlyRateOf(context: Pick<BillingContext, 'sql' | 'clock'>, institutionId: string, product: string): Promise<{ readonly amount: bigint; readonly currency: 'KRW' | 'USD' }> {
  const contract = await contractInForce(context.sql, institutionId, context.clock.now());
  const price = priceAt(await pricesOf(context.sql, product, contract.currency), context.clock.now());
  const amount = price === undefined ? 0n : chargeFor(price, contract.discountBasisPoints, 3600n).net;
  return { amount, currency: contract.currency };
}

/** How much is held when a lab starts: what a quarter of an hour costs, so that a lab that starts can do something. */
const HELD_MINUTES = 15;

/** What starting a lab sets aside at an hourly rate. */
export function neededToStart<Currency>({ amount, currency }: { readonly amount: bigint; readonly currency: Currency }): { readonly amount: bigint; readonly currency: Currency } {
  return { amount: (amount * BigInt(HELD_MINUTES)) / 60n, currency };
}

/** Gives the learner the course's allowance if that has not happened, and sets aside what the lab needs to start. */
export async function holdCreditFor(deps: MeterDeps, tx: Sql, lab: Lab): Promise<void> {
  const inside = { ...deps, sql: tx };
  await ensureAllowance(inside, holderOf(lab));
  const { pack } = await deps.packs.get(lab.packId, lab.packVersion);
  const { amount } = neededToStart(await hourlyRateOf(inside, lab.institutionId, pack.manifest.product));
  await placeHold(deps, tx, { ...holderOf(lab), labId: lab.id, amount });
}

/** What a lab has cost so far, in minor units. */
export async function costOfLab(context: Pick<BillingContext, 'sql'>, lab: Lab): Promise<bigint> {
  return (await costOfLabs(context, lab.institutionId, [lab.id])).get(lab.id) ?? 0n;
}

