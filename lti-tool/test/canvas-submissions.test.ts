import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Quirk } from '@cloudclass/local-lms';
import { reviveGrades } from '../src/features/grades/grade-store.ts';
import { queueGrade, resendGrade } from '../src/features/grades/queue-grade.ts';
import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';
import { agsOf, launchedInto, sendDue, startGradesWorld, stateOf, tokenFor, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
/** Learners nobody has graded yet, one for each test. */
const fresh: LaunchedPlace[] = [];
let place: LaunchedPlace;
beforeAll(async () => {
  world = await startGradesWorld({ product: 'canvas', extraLearners: 20 });
  // now, for the clocks are put ahead later
  for (const subject of ['1001', '1002', '1003', '1004', '1009', '1010', '1011', '1012', '1013']) fresh.push(await launchedInto(world, subject));
});
beforeEach(() => {
  const next = fresh.pop();
  if (next === undefined) throw new Error('one more test than learners');
  place = next;
});
afterEach(async () => {
  await world.deps.sql.query('delete from grade');
});
afterAll(() => world.close());

let ahead = 0;
/** Time passes at both ends. */
function passed(seconds: number): void {
  ahead += seconds;
  world.clock.forward(seconds);
  world.lms.faults.putClockAhead(ahead);
}

const queue = (points: number, labRuns: boolean, scoredAt = world.clock.now()): Promise<boolean> =>
  world.deps.sql.transaction((tx) => queueGrade(world.deps, tx, { ...place, labId: null, points, maximum: 100, complete: points === 100, labRuns, scoredAt }));

/** Each is worth something else and comes a while after the last. */
async function scored(points: number, { labRuns }: { readonly labRuns: boolean }): Promise<void> {
  passed(2);
  await queue(points, labRuns);
  await sendDue(world);
  expect(await stateOf(world, place)).toMatchObject({ status: 'sent' });
}

const withToken = async (headers: Record<string, string> = {}) => ({ ...headers, authorization: `Bearer ${await tokenFor(world, 'lineitem')}`, 'user-agent': 'test' });

const removeColumn = async (url: string): Promise<void> => void (await fetch(url, { method: 'DELETE', headers: await withToken() }));

/** The instructor makes the activity graded, and somebody opens it. */
async function launchedGraded(lineItems: string): Promise<void> {
  const type = 'application/vnd.ims.lis.v2.lineitem+json';
  const made = await fetch(lineItems, { method: 'POST', headers: await withToken({ 'content-type': type, accept: type }), body: JSON.stringify({ label: 'Static site', scoreMaximum: 100, resourceLinkId: 's3-static-site' }) });
  const { id } = (await made.json()) as { id: string };
  await world.deps.sql.query(`update resource_link set ags = jsonb_set(ags, '{lineitem}', to_jsonb($1::text))`, [id]);
}

async function withoutQuirk(quirk: Quirk, during: () => Promise<void>): Promise<void> {
  const usual = world.lms.quirks.list();
  world.lms.quirks.replace(usual.filter((each) => each !== quirk));
  try {
    await during();
  } finally {
    world.lms.quirks.replace(usual);
  }
}

/** What the learner reads in the LMS: points, and how many attempts they were. */
async function shown(): Promise<{ readonly points: string | undefined; readonly attempt: string | undefined }> {
  const browser = new LaunchBrowser();
  await browser.post(`${world.lms.url}/sign-in`, { person: place.subject, back: '/dashboard' });
  const { text } = await browser.open(`${world.lms.url}/courses/101/grades`);
  return { points: /<b>([\d.]+)<\/b> \/ 100/.exec(text)?.[1], attempt: /(\d+)차 제출|attempt (\d+)/.exec(text)?.slice(1).find((number) => number !== undefined) };
}

describe('in Canvas', () => {
  test('a grade that rises is no submission until the lab ends, and one then', async () => {
    await scored(20, { labRuns: true });
    await scored(40, { labRuns: true });
    expect(await shown()).toEqual({ points: '40', attempt: undefined });
    await scored(40, { labRuns: false });
    expect(await shown()).toEqual({ points: '40', attempt: '1' });
  });

  test('a lab that is done is one submission, also when it is sent once more or its points change afterwards', async () => {
    await scored(60, { labRuns: true });
    await scored(100, { labRuns: true });
    await resendGrade(world.deps, place);
    await sendDue(world);
    await scored(80, { labRuns: false });
    expect(await shown()).toEqual({ points: '80', attempt: '1' });
  });

  test('a lab that ends later was handed in when its points were earned, and one that earns nothing is no further submission', async () => {
    const times: (string | undefined)[] = [];
    const publishScore: typeof world.services.publishScore = (target, score) => {
      times.push(score.submittedAt?.toISOString());
      return world.services.publishScore(target, score);
    };
    const services = { ...world.services, publishScore };
    const earned = world.clock.now();
    await queue(20, true, earned);
    await sendDue(world, { services });
    for (const labRuns of [false, true, false]) {
      passed(5);
      await queue(20, labRuns);
      await sendDue(world, { services });
    }
    expect([times, await shown()]).toEqual([[undefined, earned.toISOString(), undefined, undefined], { points: '20', attempt: '1' }]);
  });

  test('a second lab is a second submission', async () => {
    await scored(20, { labRuns: false });
    await scored(20, { labRuns: true });
    await scored(70, { labRuns: false });
    expect(await shown()).toEqual({ points: '70', attempt: '2' });
  });

  test('an activity that is not graded says so, until it is', async () => {
    const ags = await agsOf(world, place);
    await removeColumn(ags.lineitem);
    passed(2);
    await queue(20, false);
    await sendDue(world);
    expect(await stateOf(world, place)).toMatchObject({ status: 'retrying', problem: 'GRADE_NO_GRADEBOOK' });
    expect(await reviveGrades(world.deps.sql, world.clock.now())).toBe(0);
    await withoutQuirk('no-column-for-ungraded-link', () => launchedGraded(ags.lineitems));
    expect(await reviveGrades(world.deps.sql, world.clock.now())).toBe(1);
    await sendDue(world);
    expect([await stateOf(world, place), await shown()]).toEqual([expect.objectContaining({ status: 'sent' }), { points: '20', attempt: '1' }]);
  });

  test('a new column is told of the end as the old one was', async () => {
    await scored(20, { labRuns: false });
    await removeColumn((await agsOf(world, place)).lineitem);
    await withoutQuirk('no-column-for-ungraded-link', () => scored(30, { labRuns: false }));
    expect(await shown()).toEqual({ points: '30', attempt: '1' });
  });

  test('an answer that got lost makes no second submission', async () => {
    const publishScore: typeof world.services.publishScore = async (target, score) => {
      await world.services.publishScore(target, score);
      return { kind: 'unreachable', detail: 'the answer got lost' };
    };
    await queue(30, false);
    await sendDue(world, { services: { ...world.services, publishScore } });
    passed(60);
    await sendDue(world);
    expect([await stateOf(world, place), await shown()]).toEqual([expect.objectContaining({ status: 'sent' }), { points: '30', attempt: '1' }]);
  });

  test('points reach the last attempt where the assignment allows no more', async () => {
    const usual = world.lms.quirks.list();
    world.lms.quirks.replace([...usual, 'one-attempt-allowed']);
    try {
      await scored(20, { labRuns: false });
      await scored(20, { labRuns: true });
      await scored(70, { labRuns: false });
      expect(await shown()).toEqual({ points: '70', attempt: '1' });
    } finally {
      world.lms.quirks.replace(usual);
    }
  });

  test('an end that seems to be in the future keeps no points away', async () => {
    world.clock.forward(600);
    await scored(50, { labRuns: false });
    expect((await shown()).points).toBe('50');
  });
});
