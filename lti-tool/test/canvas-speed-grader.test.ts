import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queueGrade } from '../src/features/grades/queue-grade.ts';
import { one } from '../src/ports/sql.ts';
import { launchedInto, sendDue, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';
import { LaunchBrowser, type Page } from '@cloudclass/local-browser/launch-browser';

const [INSTRUCTOR, LEARNER, OTHER] = ['1006', '1001', '1002'];

let world: GradesWorld;
let work: LaunchedPlace;
beforeAll(async () => {
  world = await startGradesWorld({ product: 'canvas' });
  await launchedInto(world, OTHER);
  work = await launchedInto(world, LEARNER);
  await world.deps.sql.transaction((tx) => queueGrade(world.deps, tx, { ...work, labId: null, points: 40, maximum: 100, complete: false, labRuns: false, scoredAt: world.clock.now() }));
  await sendDue(world);
});
afterAll(() => world.close());

async function signedIn(person: string): Promise<LaunchBrowser> {
  const browser = new LaunchBrowser();
  await browser.post(`${world.lms.url}/sign-in`, { person, back: '/dashboard' });
  return browser;
}

/** Follows the way from the learner's grade to their work. */
async function openWork(browser: LaunchBrowser, from: 'grades' | 'gradebook'): Promise<Page> {
  const { text } = await browser.open(`${world.lms.url}/courses/101/${from}`);
  const [, path] = /class="review" href="([^"]*\/review\/[^"]*)"/.exec(text) ?? [];
  if (path === undefined) throw new Error('no grade leads to a work');
  return browser.open(`${world.lms.url}${path}/launch`);
}

const pageOf = ({ headers }: Page): string | undefined => /^\/s\/[^/]+\/(\w+)$/.exec(headers.get('location') ?? '')?.[1];

const session = ({ headers }: Page) =>
  one<{ resource_link_id: string; reviewed: string | null }>(world.deps.sql, `select resource_link_id, launch->>'reviewedSubject' as reviewed from session where id = $1`, [/^\/s\/([^/]+)/.exec(headers.get('location') ?? '')?.[1]]);

const links = () => world.deps.sql.query('select id, title, ags, pack_id from resource_link order by id');

describe("a launch from Canvas's SpeedGrader", () => {
  test("opens the activity on the learner's work, for an instructor", async () => {
    await world.deps.sql.query(`insert into pack_version (pack_id, version, digest, pack, published_at) values ('s3-static-site', '1.0.0', 'any', '{}', now()) on conflict do nothing`);
    await world.deps.sql.query(`update resource_link set pack_id = 's3-static-site', pack_version = '1.0.0' where id = $1`, [work.resourceLinkId]);
    const page = await openWork(await signedIn(INSTRUCTOR), 'gradebook');
    expect([pageOf(page), await session(page)]).toEqual(['class', { resource_link_id: work.resourceLinkId, reviewed: LEARNER }]);
  });

  test('makes no activity of the course that Canvas names for it, and changes nothing of the one that is there', async () => {
    const before = await links();
    await openWork(await signedIn(INSTRUCTOR), 'gradebook');
    expect(await links()).toEqual(before);
  });

  test('opens for learners what their own activity opens', async () => {
    const page = await openWork(await signedIn(LEARNER), 'grades');
    expect([pageOf(page), (await session(page)).resource_link_id]).toEqual(['lab', work.resourceLinkId]);
  });

  test.each([
    ['of another course', 'update course set lti_context_id = lti_context_id || $1', 'update course set lti_context_id = replace(lti_context_id, $1, $2)'],
    ['of nobody who is in the course', `delete from enrolment where person_id = (select id from person where subject = '${LEARNER}') and $1 <> ''`, undefined],
  ])('to a work %s is refused, and makes no activity', async (_whose, change, back) => {
    await world.deps.sql.query(change, ['-elsewhere']);
    const { status, text } = await openWork(await signedIn(INSTRUCTOR), 'gradebook');
    if (back !== undefined) await world.deps.sql.query(back, ['-elsewhere', '']);
    expect([status, text]).toEqual([404, expect.stringContaining('LAUNCH_WORK_UNKNOWN')]);
    expect(await links()).toHaveLength(1);
  });
});
