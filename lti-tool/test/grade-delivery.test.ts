import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { deliveryTroubles } from '../src/features/grades/delivery-store.ts';
import { one } from '../src/ports/sql.ts';
import { inGradebook, launchedInto, queueScore, sendDue, startGradesWorld, stateOf, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
let people: LaunchedPlace[];
beforeAll(async () => {
  world = await startGradesWorld({ extraLearners: 40 });
  people = [];
  // learners of the local LMS; among 1006 to 1008 are its teachers
  for (const subject of ['1001', '1002', '1003', '1004', '1009', '1010', '1011', '1012']) people.push(await launchedInto(world, subject));
});
afterEach(async () => {
  world.lms.faults.clear();
  await world.deps.sql.query('delete from grade_delivery');
  await world.deps.sql.query('delete from grade');
});
afterAll(() => world.close());

/** How often the platform was asked to take a score, from here on. */
function counting(): { services: typeof world.services; posts: number } {
  const counted = { posts: 0, services: world.services };
  counted.services = { ...world.services, publishScore: (target, score) => { counted.posts += 1; return world.services.publishScore(target, score); } };
  return counted;
}

const statuses = async () => new Set(await Promise.all(people.map(async (place) => (await stateOf(world, place))?.status)));

describe('a platform that throttles', () => {
  test('is given the rest it asks for, by every grade, and gets them all afterwards', async () => {
    const counted = counting();
    await Promise.all(people.map((place, index) => queueScore(world, place, 10 + index)));
    world.lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 120 } });
    await sendDue(world, counted);
    const asked = counted.posts;
    world.clock.forward(115);
    await sendDue(world, counted);
    expect(counted.posts).toBe(asked);
    expect(await deliveryTroubles(world.deps.sql)).toMatchObject([{ platform_id: world.platformId, problem: 'GRADE_THROTTLED', waiting: people.length }]);
    world.lms.faults.clear();
    world.clock.forward(10);
    await sendDue(world, counted);
    expect(counted.posts).toBe(asked + 1);
    await sendDue(world, counted);
    expect(await statuses()).toEqual(new Set(['sent']));
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual(people.map((_, index) => 10 + index));
    expect(await deliveryTroubles(world.deps.sql)).toEqual([]);
  });
});

describe('a platform that throttles by 403 and names no time, as Canvas does', () => {
  test('is left alone for a while, refuses nobody by it, and gets every grade afterwards', async () => {
    const counted = counting();
    await Promise.all(people.map((place, index) => queueScore(world, place, 40 + index)));
    world.lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 0, by: '403' } });
    await sendDue(world, counted);
    const asked = counted.posts;
    await sendDue(world, counted);
    expect(counted.posts).toBe(asked);
    expect(await deliveryTroubles(world.deps.sql)).toMatchObject([{ problem: 'GRADE_THROTTLED', waiting: people.length }]);
    world.lms.faults.clear();
    world.clock.forward(3_600);
    await sendDue(world, counted);
    await sendDue(world, counted);
    expect(await statuses()).toEqual(new Set(['sent']));
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual(people.map((_, index) => 40 + index));
  });
});

describe('a platform that is down for a day', () => {
  test('is asked seldom, loses nothing, and has every newest score once it is back', async () => {
    const counted = counting();
    world.lms.faults.add({ services: ['scores', 'token'], fault: { kind: 'server-error' } });
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      const place = people[(minute / 10) % people.length];
      if (place !== undefined) await queueScore(world, place, 1 + Math.floor(minute / 100));
      world.clock.forward(600);
      await sendDue(world, counted);
    }
    expect(counted.posts).toBeLessThan(24 * 6 + people.length * 3);
    const expected = await world.deps.sql.query<{ person_id: string; points: number }>('select person_id, points from grade');
    const { last } = await one<{ last: string }>(world.deps.sql, 'select max(seq) as last from event_outbox');
    world.lms.faults.clear();
    world.clock.forward(601);
    await sendDue(world);
    await sendDue(world);
    expect(await statuses()).toEqual(new Set(['sent']));
    const shown = await Promise.all(people.map(async (place) => ({ person_id: place.personId, points: await inGradebook(world, place) })));
    expect(new Set(shown)).toEqual(new Set(expected));
    const told = await world.deps.sql.query<{ person: string }>(`select event#>>'{place,personId}' as person from event_outbox where type = 'grade.sent' and seq > $1`, [last]);
    expect(told.map(({ person }) => person).sort()).toEqual(people.map(({ personId }) => personId).sort());
  });

  test('has, once it is back, also the grades that were to wait for hours by themselves', async () => {
    const [place, other] = people;
    if (place === undefined || other === undefined) throw new Error('nobody');
    await queueScore(world, place, 31);
    await world.deps.sql.query(`update grade set state = $1, due_at = $2`, [JSON.stringify({ status: 'retrying', problem: 'GRADE_UNREACHABLE', nextAt: new Date().toISOString() }), new Date(world.clock.now().getTime() + 5 * 3_600_000)]);
    await world.deps.sql.query('insert into grade_delivery (platform_id, failures, held_until, problem, since) values ($1, 9, $2, $3, now())', [world.platformId, world.clock.now(), 'GRADE_UNREACHABLE']);
    world.clock.forward(1);
    await queueScore(world, other, 32);
    await sendDue(world);
    await sendDue(world);
    expect([await inGradebook(world, place), await inGradebook(world, other)]).toEqual([31, 32]);
  });

  test('keeps no other platform waiting', async () => {
    const other = await world.deps.sql.query<{ id: string }>(
      `insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, jwks_url)
       select gen_random_uuid(), institution_id, issuer || '/other', client_id, authorization_url, token_url, jwks_url from platform where id = $1 returning id`,
      [world.platformId],
    );
    await world.deps.sql.query('insert into grade_delivery (platform_id, failures, held_until, problem, since) values ($1, 9, $2, $3, now())', [other[0]?.id, new Date(world.clock.now().getTime() + 600_000), 'GRADE_UNREACHABLE']);
    const [place] = people;
    if (place === undefined) throw new Error('nobody');
    await queueScore(world, place, 77);
    await sendDue(world);
    expect((await stateOf(world, place))?.status).toBe('sent');
  });

  test('and answers one learner only with errors lets the others through', async () => {
    const [broken, ...others] = people;
    if (broken === undefined) throw new Error('nobody');
    const publishScore: typeof world.services.publishScore = (target, score) =>
      score.userId === broken.subject ? Promise.resolve({ kind: 'unreachable', detail: '500' }) : world.services.publishScore(target, score);
    const services = { ...world.services, publishScore };
    await queueScore(world, broken, 5);
    for (let minute = 0; minute < 30; minute += 1) {
      world.clock.forward(60);
      await sendDue(world, { services });
    }
    await Promise.all(others.map((place) => queueScore(world, place, 66)));
    world.clock.forward(600);
    await sendDue(world, { services });
    await sendDue(world, { services });
    expect(await Promise.all(others.map((place) => inGradebook(world, place)))).toEqual(others.map(() => 66));
    expect(await stateOf(world, broken)).toMatchObject({ status: 'retrying', problem: 'GRADE_UNREACHABLE' });
  });
});

describe('a teacher who has locked a column', () => {
  test('keeps no other grade waiting, and gets the grades when it is unlocked', async () => {
    const usual = world.lms.quirks.list();
    await Promise.all(people.map((place, index) => queueScore(world, place, 50 + index)));
    world.lms.quirks.replace([...usual, 'grades-locked']);
    await sendDue(world);
    world.lms.quirks.replace(usual);
    expect(await deliveryTroubles(world.deps.sql)).toEqual([]);
    expect(await Promise.all(people.map((place) => stateOf(world, place)))).toEqual(people.map(() => expect.objectContaining({ status: 'retrying', problem: 'GRADE_LOCKED' })));
    world.clock.forward(60);
    await sendDue(world);
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual(people.map((_, index) => 50 + index));
  });
});
