import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { requestLab, type Learner } from '../src/features/labs/request-lab.ts';
import type { Sql } from '../src/ports/sql.ts';
import { erasePerson } from '../src/use-cases/personal-data.ts';
import { newLearner, startLabWorld, type LabWorld } from './lab-world.ts';

let world: LabWorld;
let learner: Learner;
beforeAll(async () => { world = await startLabWorld(); });
beforeEach(async () => { learner = await newLearner(world); });
afterAll(() => world.close());

const press = (sql: Sql): Promise<void> => requestLab({ ...world, sql, holdCredit: async () => {} }, learner, world.pack);
const erase = (sql: Sql): Promise<unknown> => erasePerson({ ...world, sql }, { id: learner.personId, institutionId: null, by: 'the test', reason: 'requested', typed: null });
const labs = (): Promise<object[]> => world.sql.query('select status from lab where person_id = $1', [learner.personId]);

/** Does one thing, and keeps it from being seen until the other waits for it. @returns what became of the other */
async function whileHeld(first: (sql: Sql) => Promise<unknown>, second: (sql: Sql) => Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  let other: Promise<PromiseSettledResult<unknown>[]> | undefined;
  await world.sql.transaction(async (tx) => {
    await first(tx);
    other = Promise.allSettled([second(world.sql)]);
    await untilSomebodyWaits();
  });
  const [settled] = (await other) ?? [];
  if (settled === undefined) throw new Error('nothing was tried');
  return settled;
}

async function untilSomebodyWaits(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await world.sql.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and $1`, [true])).length === 0) {
    if (Date.now() > deadline) throw new Error('nobody waited');
    await pause(5);
  }
}

describe('a learner who presses Start while they are erased', () => {
  test('gets no lab: there would be nobody to see it, and nobody to end it', async () => {
    expect(await whileHeld(erase, press)).toMatchObject({ status: 'rejected', reason: { code: 'LAB_LEARNER_ERASED' } });
    expect(await labs()).toEqual([]);
  });

  test('is not erased where Start came first', async () => {
    expect(await whileHeld(press, erase)).toMatchObject({ status: 'rejected', reason: { code: 'PERSON_AT_WORK' } });
    expect(await labs()).toEqual([{ status: 'requested' }]);
  });
});
