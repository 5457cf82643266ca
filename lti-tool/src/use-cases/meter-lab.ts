import { creditForLab, decideCutOff, ensureAllowance, recordUsage, releaseHold, type BillingContext, type CutOffDecision } from '@cloudclass/billing';
import type { Emit } from '../ports/emit.ts';
import { forEachLab } from '../features/labs/each-lab.ts';
import { findLab, lockLab, placeOf, runningLabs, type Lab } from '../features/labs/lab-store.ts';
import type { Packs } from '../features/packs/packs.ts';
import type { LabId } from '../domain/ids.ts';
import { maybeOne, type Sql } from '../ports/sql.ts';
import { contractOf, holderOf, hourlyRateOf, unitOf } from './lab-credit.ts';
import { tellPosted } from './posted-usage.ts';

export interface MeterDeps extends BillingContext {
  readonly emit: Emit;
  readonly packs: Packs;
}

const METER = 'lab-time';

/** Meters every lab that runs; run every minute, because what is left of a credit is looked at as often. @throws AggregateError */
export async function meterRunningLabs(deps: MeterDeps): Promise<void> {
  await forEachLab(await runningLabs(deps.sql), (id) => meterLab(deps, id));
}

/**
 * Meters what a lab has run since it was last metered, and decides whether it may go on. The stretch begins where the last one ended, kept in
 * the lab's row in the same transaction as the usage, so a second of a lab is metered once however often this runs.
 */
export async function meterLab(deps: MeterDeps, id: LabId): Promise<void> {
  const known = await findLab(deps.sql, id);
  if (known === undefined) return;
  // read before the transaction: one that waits for a second connection while it holds the first can stop a whole process
  const { product } = (await deps.packs.get(known.packId, known.packVersion)).pack.manifest;
  await giveAllowance(deps, known);
  const isOver = await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    if (lab === undefined) return false;
    const span = await unmetered(tx, id, deps.clock.now());
    if (span !== undefined) await post(deps, tx, { lab, product, ...span });
    if (lab.state.status === 'ready') await announce(tx, deps, { lab, decision: await decide(deps, tx, { lab, product }) });
    return lab.state.status === 'ended' || lab.state.status === 'failed';
  });
  if (isOver) await releaseHold(deps, id);
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The stretch that has not been metered, in whole seconds; undefined when there is none. It goes to the lab's end as it was written down,
 * also when the clock of the process that ended the lab is ahead of this one: nobody would come back for the rest.
 */
async function unmetered(tx: Sql, id: LabId, now: Date): Promise<Span | undefined> {
  const row = await maybeOne<{ ready_at: Date | null; metered_until: Date | null; ended_at: Date | null }>(tx, 'select ready_at, metered_until, ended_at from lab where id = $1', [id]);
  if (row === undefined || row.ready_at === null) return undefined;
  const from = row.metered_until ?? row.ready_at;
  const milliseconds = (row.ended_at ?? now).getTime() - from.getTime();
  // the last stretch is rounded up to the second it began, so that nothing is left over
  const seconds = row.ended_at === null ? Math.floor(milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  return seconds > 0 ? { from, to: new Date(from.getTime() + seconds * 1000) } : undefined;
}

/** What cannot be rated is kept in quarantine by billing, where the operator sees it; the meter goes on behind it. */
async function post(deps: MeterDeps, tx: Sql, { lab, product, from, to }: Span & { readonly lab: Lab; readonly product: string }): Promise<void> {
  const outcome = await recordUsage(deps, tx, {
    ...holderOf(lab),
    source: METER,
    eventId: `${lab.id}:${from.toISOString()}`,
    unitId: await unitOf(tx, lab),
    labId: lab.id,
    product,
    startsAt: from,
    endsAt: to,
  });
  await tx.query('update lab set metered_until = $2 where id = $1', [lab.id, to]);
  await tellPosted(deps, tx, { lab, product, outcome });
}

/** A lab that nobody pays for any more ends like one whose credit has ended. */
async function decide(deps: MeterDeps, tx: Sql, { lab, product }: { readonly lab: Lab; readonly product: string }): Promise<CutOffDecision> {
  const rate = await hourlyRateOf({ ...deps, sql: tx }, lab, product);
  if (rate === undefined) return { kind: 'cut-off', reason: 'credit' };
  const credit = await creditForLab(deps, tx, { ...holderOf(lab), labId: lab.id, currency: rate.currency });
  return decideCutOff({ ...credit, hourlyRate: rate.amount });
}

/**
 * Gives the allowance of a contract that has followed another while a lab runs: the credit of the one before ended with it. In a transaction of its own,
 * because a lab that starts grants before it locks the balance, and metering has it locked.
 */
async function giveAllowance(deps: MeterDeps, lab: Lab): Promise<void> {
  if (lab.state.status !== 'ready' || lab.readyAt === null) return;
  const contract = await contractOf(deps, lab);
  if (contract === undefined || contract.startsAt <= lab.readyAt) return;
  await ensureAllowance(deps, holderOf(lab), await unitOf(deps.sql, lab));
}

/** The end is told until the lab has ended; that little is left is told once. */
async function announce(tx: Sql, { emit }: MeterDeps, { lab, decision }: { readonly lab: Lab; readonly decision: CutOffDecision }): Promise<void> {
  if (decision.kind === 'cut-off') await emit(tx, placeOf(lab), { type: 'credit.ended' });
  if (decision.kind === 'warn' && !(await wasWarned(tx, lab.id))) await emit(tx, placeOf(lab), { type: 'credit.low', minutesLeft: decision.minutesLeft });
}

async function wasWarned(tx: Sql, id: LabId): Promise<boolean> {
  return (await tx.query(`select 1 from event_outbox where lab_id = $1 and type = 'credit.low' limit 1`, [id])).length > 0;
}
