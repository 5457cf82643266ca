import { loadPack } from '@cloudclass/plugin-loader';
import { regionSchema, type CoursePack } from '@cloudclass/plugin-contract';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../src/adapters/postgres/database.ts';
import { createEmit } from '../src/adapters/postgres/outbox.ts';
import { randomIds } from '../src/ports/clock.ts';
import { insertLab, lockLab, saveState, type Lab } from '../src/features/labs/lab-store.ts';
import { ended, ending, failed, leased, ready } from '../src/features/labs/lab-state.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { publishPack } from '../src/composition/publish-pack.ts';
import { createPacks } from '../src/features/packs/packs.ts';
import { labIdSchema, resourceLinkIdSchema, type LabId } from '../src/domain/ids.ts';
import type { Sql } from '../src/ports/sql.ts';
import { holdCreditFor } from '../src/use-cases/lab-credit.ts';
import type { MeterDeps } from '../src/use-cases/meter-lab.ts';
import { migratedDatabase } from './migrated-database.ts';

/** Labs that only run on paper: a database, a clock that a test sets, contracts and prices, and no AWS. */
export interface MeteringWorld extends MeterDeps {
  readonly sql: Database;
  readonly pack: CoursePack;
  readonly clock: { now(): Date; set(at: string): void };
  close(): Promise<void>;
}

/** Labs in these tests are ready at this moment. */
export const START = '2026-11-24T10:00:00Z';
export async function startMeteringWorld(): Promise<MeteringWorld> {
  const made = await migratedDatabase();
  const sql = made.database;
  let now = new Date(START);
  const clock = { now: () => now, set: (at: string) => void (now = new Date(at)) };
  const loaded = await loadPack(join(import.meta.dirname, '../../course-packs/s3-static-site'));
  if (!loaded.ok) throw new Error('the course pack has faults');
  await publishPack({ sql, clock, ids: randomIds }, loaded.pack, 'test');
  const world = { sql, clock, ids: randomIds, emit: createEmit({ clock, ids: randomIds }), packs: createPacks(sql), pack: loaded.pack, close: () => made.close() };
  return world;
}

/** A second activity of the same course, in which the same learner may have a lab at the same time. */
export async function anotherActivity({ sql, pack }: MeteringWorld, learner: Learner): Promise<Learner> {
  const id = randomUUID();
  await sql.query(
    'insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version) values ($1::uuid, $2, $3, $1::uuid::text, $4, $5, $6)',
    [id, learner.institutionId, learner.courseId, 'Second lab', pack.manifest.id, pack.manifest.version],
  );
  return { ...learner, resourceLinkId: resourceLinkIdSchema.parse(id) };
}

/** A lab that was asked for, with its credit held. */
async function askedLab(world: MeteringWorld, learner: Learner): Promise<LabId> {
  const { sql, clock, pack } = world;
  const id = labIdSchema.parse(randomUUID());
  const now = clock.now();
  await sql.transaction(async (tx) => {
    await insertLab(tx, {
      ...learner, id, packId: pack.manifest.id, packVersion: pack.manifest.version, state: { status: 'requested', since: now, waitingFor: null },
      accountId: null, region: regionSchema.parse('ap-northeast-2'), requestedAt: now, leasedAt: null, readyAt: null, correlationId: randomUUID(), outputs: {},
    });
    await holdCreditFor(world, tx, await locked(tx, id), pack.manifest.product);
  });
  return id;
}

async function locked(tx: Sql, id: LabId): Promise<Lab> {
  const lab = await lockLab(tx, id);
  if (lab === undefined) throw new Error(`there is no lab ${id}`);
  return lab;
}

let accounts = 0;

/** A lab that has asked for its credit and is ready now. */
export async function runningLab(world: MeteringWorld, learner: Learner): Promise<LabId> {
  const id = await askedLab(world, learner);
  const now = world.clock.now();
  accounts += 1;
  const account = String(100_000_000_000 + accounts);
  await world.sql.transaction(async (tx) => {
    await tx.query('insert into account (account_id, state) values ($1, $2)', [account, JSON.stringify({ status: 'leased', since: now, labId: id })]);
    const provisioning = leased((await locked(tx, id)).state, account, now);
    const up = provisioning && ready(provisioning, { outputs: {}, limitMinutes: 600 }, now);
    if (provisioning === undefined || up === undefined) throw new Error('the lab did not come up');
    await saveState(tx, id, provisioning);
    await saveState(tx, id, up);
  });
  return id;
}

/** A lab that could not be brought up. */
export async function failedLab(world: MeteringWorld, learner: Learner): Promise<LabId> {
  const id = await askedLab(world, learner);
  await world.sql.transaction(async (tx) => {
    const over = failed((await locked(tx, id)).state, { what: 'stack', why: 'AWS said no' }, world.clock.now());
    if (over === undefined) throw new Error('the lab did not fail');
    await saveState(tx, id, over);
  });
  return id;
}

/** Ends a lab at an instant, as a process with that clock would, and takes it down as fast. */
export async function endedAt({ sql }: MeteringWorld, id: LabId, at: string): Promise<void> {
  await sql.transaction(async (tx) => {
    const over = ending((await locked(tx, id)).state, 'learner', new Date(at));
    const gone = over && ended(over, new Date(at));
    if (over === undefined || gone === undefined) throw new Error('the lab does not run');
    await saveState(tx, id, over);
    await saveState(tx, id, gone);
  });
}

/** The stretches that a lab was metered in, oldest first, in milliseconds since the epoch. */
export async function stretchesOf({ sql }: MeteringWorld, id: LabId): Promise<readonly { readonly from: number; readonly to: number }[]> {
  const rows = await sql.query<{ starts_at: Date; ends_at: Date }>('select starts_at, ends_at from billing.usage_raw where lab_id = $1 order by starts_at', [id]);
  return rows.map((row) => ({ from: row.starts_at.getTime(), to: row.ends_at.getTime() }));
}
