import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { gradesOfActivity } from '../src/features/grades/grade-store.ts';
import type { StaffSession } from '../src/features/identity/session.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import { randomIds } from '../src/ports/clock.ts';
import { gradebookOf } from '../src/pages/gradebook.ts';
import { createOperatorPages } from '../src/pages/operator-pages.ts';
import type { OperatorPageDeps } from '../src/pages/page-deps.ts';
import { launchedInto, queueScore, sendDue, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';
import { nobody } from './nobody.ts';

let world: GradesWorld;
let place: LaunchedPlace;
beforeAll(async () => {
  world = await startGradesWorld();
  place = await launchedInto(world, '1001');
});
afterEach(async () => {
  world.lms.faults.clear();
  for (const table of ['grade', 'grade_delivery', 'service_access']) await world.deps.sql.query(`delete from ${table}`);
});
afterAll(() => world.close());

const operator: StaffSession = {
  id: sessionIdSchema.parse(randomIds.next()), kind: 'staff', actors: ['operator'], expiresAt: new Date(Date.now() + 60_000), institutionId: null, who: nobody,
  staff: { issuer: 'https://idp.example', subject: '1', name: null, email: null, roles: ['operator'] },
};
// Safe: the health of the service is read from the database alone.
const health = () => createOperatorPages({ sql: world.deps.sql, clock: world.clock, ids: randomIds, publicUrl: 'http://127.0.0.1' } as unknown as OperatorPageDeps).platformHealth(operator);
const platform = async () => (await health()).platforms.find(({ id }) => id === world.platformId);

test('the operator sees an LMS that takes no grades: why, until when, and how many wait', async () => {
  await queueScore(world, place, 40);
  world.lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 90 } });
  await sendDue(world);
  expect(await platform()).toMatchObject({ health: 'degraded', trouble: { problem: 'GRADE_THROTTLED', waiting: 1 } });
  expect((await health()).alarms).toContainEqual(expect.objectContaining({ code: 'GRADES_HELD', detail: 'GRADE_THROTTLED', count: 1 }));
});

test('the operator sees what an LMS does not grant', async () => {
  const missing = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
  await world.deps.sql.query('insert into service_access (platform_id, scope, outcome) values ($1, $2, $3)', [world.platformId, missing, JSON.stringify({ kind: 'forbidden', missingScope: missing, detail: '' })]);
  expect(await platform()).toMatchObject({ health: 'degraded', trouble: null, missingScopes: [missing] });
});

test('the operator is alarmed when nobody sends the grades that are due', async () => {
  await queueScore(world, place, 40, new Date(Date.now() - 300_000));
  expect((await health()).queues).toContainEqual(expect.objectContaining({ name: 'grades', waiting: 1 }));
  expect((await health()).alarms).toContainEqual(expect.objectContaining({ code: 'QUEUE_STALE', detail: 'grades', count: 1 }));
});

test('the instructor sees how many grades have arrived, are on the way and were not taken, and what holds them back', async () => {
  const [second, teacher] = [await launchedInto(world, '1002'), await launchedInto(world, '1006')];
  const gradebook = async () => gradebookOf(world.deps.sql, place, await gradesOfActivity(world.deps.sql, place));
  await queueScore(world, place, 40);
  await queueScore(world, teacher, 40);
  await sendDue(world);
  await queueScore(world, second, 50);
  expect(await gradebook()).toEqual({ sent: 1, onTheWay: 1, stuck: 1, problem: null, resync: null });
  world.lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 90 } });
  await sendDue(world);
  expect(await gradebook()).toMatchObject({ sent: 1, onTheWay: 1, problem: 'GRADE_THROTTLED' });
});
