import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { undeliveredGrades, reviveGrades } from '../src/features/grades/grade-store.ts';
import { replayGrade, resendGrade } from '../src/features/grades/queue-grade.ts';
import { personIdSchema } from '../src/domain/ids.ts';
import { randomIds } from '../src/ports/clock.ts';
import { agsOf, inGradebook, lastEvent, launchedInto, queueScore, sendDue, startGradesWorld, stateOf, tokenFor, type GradesWorld } from './grades-world.ts';
import { sealer } from './launch-server.ts';

let world: GradesWorld;
beforeAll(async () => { world = await startGradesWorld(); });
afterEach(async () => {
  world.lms.faults.clear();
  await world.deps.sql.query('delete from grade');
  await world.deps.sql.query('delete from grade_delivery');
});
afterAll(() => world.close());

const launched = (subject: string) => launchedInto(world, subject);

describe('a grade', () => {
  test('reaches the gradebook and says so', async () => {
    const place = await launched('1001');
    await queueScore(world, place, 40);
    await sendDue(world);
    expect(await inGradebook(world, place)).toBe(40);
    expect(await stateOf(world, place)).toMatchObject({ status: 'sent' });
    expect((await lastEvent(world, 'grade.sent'))?.body).toEqual({ type: 'grade.sent', points: 40, maximum: 100 });
  });

  test('that changes twice within a second arrives as the later one', async () => {
    const place = await launched('1002');
    const at = world.clock.now();
    await queueScore(world, place, 10, at);
    await sendDue(world);
    await queueScore(world, place, 20, at);
    await sendDue(world);
    expect([await inGradebook(world, place), (await stateOf(world, place))?.status]).toEqual([20, 'sent']);
  });

  test('that is older than the one on record, or the same, changes nothing', async () => {
    const place = await launched('1003');
    const at = world.clock.now();
    expect(await queueScore(world, place, 60, at)).toBe(true);
    expect(await queueScore(world, place, 60, new Date(at.getTime() + 5_000))).toBe(false);
    expect(await queueScore(world, place, 30, new Date(at.getTime() - 5_000))).toBe(false);
  });

  test('of nothing is not sent before there was something', async () => {
    const place = await launched('1003');
    expect(await queueScore(world, place, 0)).toBe(false);
    expect(await queueScore(world, place, 5)).toBe(true);
    expect(await queueScore(world, place, 0)).toBe(true);
  });

  test('waits its turn while an older one of the same learner is on its way, and comes last', async () => {
    const [place, neighbour] = [await launched('1004'), await launched('1003')];
    const posted: number[] = [];
    await queueScore(world, place, 10);
    const publishScore: typeof world.services.publishScore = async (target, score) => {
      posted.push(score.scoreGiven);
      if (score.scoreGiven === 10) {
        await queueScore(world, place, 30);
        await queueScore(world, neighbour, 44);
        // another process looks meanwhile, and must leave the learner alone
        await sendDue(world);
      }
      return world.services.publishScore(target, score);
    };
    await sendDue(world, { services: { ...world.services, publishScore } });
    expect([posted, (await stateOf(world, place))?.status, (await stateOf(world, neighbour))?.status]).toEqual([[10], 'waiting', 'sent']);
    await sendDue(world);
    expect([await inGradebook(world, place), (await stateOf(world, place))?.status]).toEqual([30, 'sent']);
  });

  test('whose process was killed between the post and the answer is sent again when its claim has run out', async () => {
    const place = await launched('1005');
    await queueScore(world, place, 50);
    const publishScore: typeof world.services.publishScore = async (...score) => { await world.services.publishScore(...score); throw new Error('killed'); };
    await expect(sendDue(world, { services: { ...world.services, publishScore } })).rejects.toThrow('killed');
    await sendDue(world);
    expect((await stateOf(world, place))?.status).toBe('sending');
    world.clock.forward(60);
    await sendDue(world);
    expect([await inGradebook(world, place), (await stateOf(world, place))?.status]).toEqual([50, 'sent']);
  });

  test('whose answer was lost is tried again later, and the gradebook is right', async () => {
    const place = await launched('1001');
    await queueScore(world, place, 55);
    world.lms.faults.add({ services: ['scores'], fault: { kind: 'lost-reply' }, times: 1 });
    await sendDue(world);
    expect(await stateOf(world, place)).toMatchObject({ status: 'retrying', problem: 'GRADE_UNREACHABLE' });
    world.clock.forward(30);
    await sendDue(world);
    expect([await inGradebook(world, place), (await stateOf(world, place))?.status]).toEqual([55, 'sent']);
  });

  test('that meets a newer timestamp in the gradebook overtakes it, for it is the newest score', async () => {
    const place = await launched('1002');
    await queueScore(world, place, 15);
    await sendDue(world);
    // as after a restored backup: the tool has forgotten how late its last timestamp was
    await world.deps.sql.query(`update grade set sent_as = null, scored_at = scored_at - interval '2 minutes' where person_id = $1`, [place.personId]);
    await queueScore(world, place, 25, new Date(world.clock.now().getTime() - 60_000));
    world.clock.forward(2);
    await sendDue(world);
    expect([await inGradebook(world, place), (await stateOf(world, place))?.status]).toEqual([25, 'sent']);
  });

  test('does not follow a platform that says it is the year 9999, for no later score could', async () => {
    const place = await launchedInto(world, '1001');
    await queueScore(world, place, 30);
    const dates: Date[] = [];
    const publishScore: typeof world.services.publishScore = async (_target, { timestamp }) => {
      dates.push(timestamp);
      return dates.length === 1 ? { kind: 'conflict', platformTime: new Date('9999-12-31T23:59:59Z') } : { kind: 'accepted' };
    };
    await sendDue(world, { services: { ...world.services, publishScore } });
    expect(await stateOf(world, place)).toMatchObject({ status: 'sent' });
    expect(dates.map((date) => date.getTime() < world.clock.now().getTime() + 60_000)).toEqual([true, true]);
  });

  test('that fails on our side is told of at once, not when the process ends', async () => {
    const place = await launchedInto(world, '1001');
    await queueScore(world, place, 31);
    const told: unknown[] = [];
    const publishScore = () => Promise.reject(new Error('our database is away'));
    await expect(sendDue(world, { services: { ...world.services, publishScore }, onFailed: (error) => told.push(error) })).rejects.toThrow('our database is away');
    expect(told).toEqual([new Error('our database is away')]);
  });

  test('of somebody the platform does not grade is refused, until it is sent again by hand', async () => {
    const place = await launched('1006');
    await queueScore(world, place, 90);
    await sendDue(world);
    expect(await stateOf(world, place)).toMatchObject({ status: 'refused', problem: 'GRADE_NOT_GRADABLE' });
    expect((await lastEvent(world, 'grade.refused'))?.body).toEqual({ type: 'grade.refused', cause: 'GRADE_NOT_GRADABLE' });
    await resendGrade(world.deps, place);
    expect(await stateOf(world, place)).toEqual({ status: 'waiting' });
  });

  test('with a token the platform has forgotten gets a new one, once', async () => {
    const place = await launched('1003');
    const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    await queueScore(world, place, 61);
    await sendDue(world);
    await world.deps.sql.query('update access_token set sealed_token = $1 where scope = $2', [sealer.seal('forgotten', `access-token ${world.platformId} ${scope}`), scope]);
    await queueScore(world, place, 62);
    await sendDue(world, { services: world.anotherProcess() });
    expect(await inGradebook(world, place)).toBe(62);
  });

  test('of an activity without a gradebook is unavailable, with the reason, until a launch names one', async () => {
    const place = await launched('1005');
    const ags = await agsOf(world, place);
    await world.deps.sql.query('update resource_link set ags = null');
    await queueScore(world, place, 82);
    await sendDue(world);
    expect(await stateOf(world, place)).toMatchObject({ status: 'unavailable', problem: 'GRADE_NO_GRADEBOOK' });
    expect(await reviveGrades(world.deps.sql, world.clock.now())).toBe(0);
    await world.deps.sql.query('update resource_link set ags = $1', [JSON.stringify(ags)]);
    expect(await reviveGrades(world.deps.sql, world.clock.now())).toBe(1);
    await sendDue(world);
    expect(await inGradebook(world, place)).toBe(82);
  });
});

describe('the column of an activity', () => {
  const removeColumn = async (url: string): Promise<number> => (await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${await tokenFor(world, 'lineitem')}` } })).status;
  const columns = async (url: string): Promise<unknown[]> => (await (await fetch(url, { headers: { authorization: `Bearer ${await tokenFor(world, 'lineitem')}`, accept: 'application/vnd.ims.lis.v2.lineitemcontainer+json' } })).json()) as unknown[];

  test('that was removed is replaced by one, though a class of two processes needs it at once', async () => {
    const class_ = [await launched('1001'), await launched('1002'), await launched('1003'), await launched('1004')];
    const [place] = class_;
    if (place === undefined) throw new Error('nobody');
    const { lineitem, lineitems } = await agsOf(world, place);
    expect(await removeColumn(lineitem)).toBe(204);
    const before = await columns(lineitems);
    await Promise.all(class_.map((one) => queueScore(world, one, 81)));
    await Promise.all([sendDue(world), sendDue(world, { services: world.anotherProcess() })]);
    world.clock.forward(2);
    await sendDue(world);
    expect(await Promise.all(class_.map((one) => inGradebook(world, one)))).toEqual([81, 81, 81, 81]);
    expect((await columns(lineitems)).length).toBe(before.length + 1);
    expect((await agsOf(world, place)).lineitem).not.toBe(lineitem);
  });

  test('is looked for by one process at a time', async () => {
    const [place, other] = [await launched('1001'), await launched('1002')];
    await world.deps.sql.query(`update resource_link set ags = ags - 'lineitem' where id = $1`, [place.resourceLinkId]);
    await queueScore(world, place, 35);
    let searches = 0;
    let meanwhile: string | undefined;
    const searching: typeof world.services = {
      ...world.services,
      async findOrCreateLineItem(where) {
        searches += 1;
        if (searches === 1) {
          await queueScore(world, other, 36);
          await sendDue(world, { services: searching });
          meanwhile = (await stateOf(world, other))?.status;
        }
        return world.services.findOrCreateLineItem(where);
      },
    };
    await sendDue(world, { services: searching });
    world.clock.forward(1);
    await sendDue(world);
    expect([searches, meanwhile, await inGradebook(world, place), await inGradebook(world, other)]).toEqual([1, 'waiting', 35, 36]);
  });

  test('is found, not made, when the launch names none or an empty one', async () => {
    const place = await launched('1001');
    const { lineitem, lineitems } = await agsOf(world, place);
    const before = await columns(lineitems);
    await world.deps.sql.query(`update resource_link set ags = ags || '{"lineitem": ""}' where id = $1`, [place.resourceLinkId]);
    await queueScore(world, place, 33);
    await sendDue(world);
    expect([(await agsOf(world, place)).lineitem, (await columns(lineitems)).length]).toEqual([lineitem, before.length]);
  });

  test('that may not be looked for is a reason people see', async () => {
    const place = await launched('1002');
    await world.deps.sql.query(`update resource_link set ags = ags - 'lineitem' where id = $1`, [place.resourceLinkId]);
    await queueScore(world, place, 34);
    const findOrCreateLineItem: typeof world.services.findOrCreateLineItem = () => Promise.resolve({ kind: 'forbidden', missingScope: 'lineitem', detail: '' });
    await sendDue(world, { services: { ...world.services, findOrCreateLineItem } });
    expect(await stateOf(world, place)).toMatchObject({ status: 'retrying', problem: 'GRADE_COLUMN_FORBIDDEN' });
  });
});

test('operators see what did not arrive, and send it again', async () => {
  const place = await launched('1006');
  await queueScore(world, place, 91);
  await sendDue(world);
  const failed = (await undeliveredGrades(world.deps.sql, 50)).find((grade) => grade.person_id === place.personId);
  expect(failed).toMatchObject({ institution: 'Haneul University', points: 91, state: { status: 'refused', problem: 'GRADE_NOT_GRADABLE' } });
  await replayGrade(world.deps, failed?.id ?? '');
  expect(await stateOf(world, place)).toEqual({ status: 'waiting' });
});

test.each(['x', '', '99999999999999999999'])('there is nothing to send by an id that is none: "%s"', async (id) => {
  await expect(replayGrade(world.deps, id)).rejects.toMatchObject({ code: 'GRADE_NOTHING_TO_SEND' });
});

test('there is nothing to send before the first score', async () => {
  await expect(resendGrade(world.deps, { ...(await launched('1007')), personId: personIdSchema.parse(randomIds.next()) })).rejects.toMatchObject({ code: 'GRADE_NOTHING_TO_SEND' });
});
