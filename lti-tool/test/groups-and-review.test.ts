import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { systemClock } from '../src/ports/clock.ts';
import { groupsOfCourse } from '../src/features/courses/group-store.ts';
import { syncRoster } from '../src/features/courses/sync-roster.ts';
import { inActivity, type ActivitySession } from '../src/pages/rights.ts';
import { createViewerPages } from '../src/pages/viewer-pages.ts';
import { one } from '../src/ports/sql.ts';
import { ChooseWorld, INSTRUCTOR, LEARNER } from './choose-world.ts';
import { outbound, sealer } from './launch-server.ts';

const ABSENT = '1002';
const LAB = '/courses/101/activities/s3-static-site/launch?target=iframe';

let world: ChooseWorld;
let services: ReturnType<typeof createPlatformServices>;
let instructor: ActivitySession;
beforeAll(async () => {
  world = await ChooseWorld.start();
  services = createPlatformServices({ databaseUrl: world.server.made.url, sealer, outbound, clock: systemClock, sign: world.server.toolKeys.sign, allowPrivateAddresses: true });
  instructor = inActivity((await world.launched(await world.signedIn(INSTRUCTOR), LAB)).session, 'instructor');
});
afterEach(() => world.lms.faults.clear());
afterAll(async () => {
  await services.close();
  await world.close();
});

const sync = (asked: Pick<typeof services, 'listMembers' | 'listGroups'> = services) => syncRoster({ sql: world.server.made.database, clock: systemClock, ids: world.server.deps.ids, services: asked }, instructor);
const groups = () => groupsOfCourse(world.server.made.database, instructor);
const subjectsIn = async (name: string): Promise<string[]> => {
  const people = [...((await groups()).find((group) => group.name === name)?.people ?? [])];
  const rows = await world.server.made.database.query<{ subject: string }>('select subject from person where id = any ($1::uuid[]) order by subject', [people]);
  return rows.map(({ subject }) => subject);
};

describe('reviewing from the gradebook, before anything is known of the learner', () => {
  test('is asked for and finds nobody', async () => {
    const viewer = await createViewerPages(world.deps).viewer({ ...instructor, launch: { ...instructor.launch, reviewedSubject: ABSENT } });
    expect(viewer.review).toEqual({ learner: null });
  });
});

describe('the groups of a course', () => {
  test('come with its people, named with their sets', async () => {
    await sync();
    expect((await groups()).map(({ name, set, people }) => ({ name, set, some: people.size > 0 }))).toEqual([{ name: 'Thursday lab', set: 'Lab hours', some: true }, { name: 'Tuesday lab', set: 'Lab hours', some: true }]);
    expect(await subjectsIn('Tuesday lab')).toEqual(expect.arrayContaining(['1001', '1003']));
    expect(await subjectsIn('Thursday lab')).toContain('1002');
  });

  test('stay as they are when nothing changed, and follow the platform when something did', async () => {
    const before = await groups();
    await sync();
    expect(await groups()).toEqual(before);
    await world.server.made.database.query(`insert into course_group (course_id, group_id, institution_id, name) values ($1, 'gone', $2, 'Gone')`, [instructor.courseId, instructor.institutionId]);
    await world.server.made.database.query(`delete from course_group_member where group_id = 'lab-tue'`);
    await sync();
    expect(await groups()).toEqual(before);
  });

  test('are kept once where pages overlap', async () => {
    const before = await groups();
    const twice = { ...services, listGroups: async (course: Parameters<typeof services.listGroups>[0]) => {
      const outcome = await services.listGroups(course);
      return outcome.kind === 'listed' ? { ...outcome, groups: [...outcome.groups, ...outcome.groups] } : outcome;
    } };
    await sync(twice);
    expect(await groups()).toEqual(before);
  });

  test('do not keep the people out when they cannot be read', async () => {
    await world.server.made.database.query(`delete from enrolment where course_id = $1 and person_id = (select id from person where subject = $2)`, [instructor.courseId, ABSENT]);
    world.lms.faults.add({ services: ['groups'], fault: { kind: 'server-error' } });
    await expect(sync()).rejects.toMatchObject({ code: 'GROUPS_UNREACHABLE' });
    expect(await one(world.server.made.database, `select count(*)::int as n from enrolment e join person p on p.id = e.person_id where e.course_id = $1 and p.subject = $2`, [instructor.courseId, ABSENT])).toEqual({ n: 1 });
    expect(await groups()).toHaveLength(2);
  });
});

describe('reviewing from the gradebook', () => {
  async function reviewPath(person: string, of: string): Promise<{ path: string; browser: Awaited<ReturnType<ChooseWorld['signedIn']>> }> {
    const browser = await world.signedIn(person);
    return { browser, path: `/courses/101/review/1/${of}/launch` };
  }

  test('leads an instructor to the class, with the learner whose work it is', async () => {
    const { browser, path } = await reviewPath(INSTRUCTOR, ABSENT);
    const { session, location } = await world.launched(browser, path);
    expect(location).toMatch(/\/class$/);
    expect(session.launch).toMatchObject({ messageType: 'LtiSubmissionReviewRequest', reviewedSubject: ABSENT });
    const { review } = await createViewerPages(world.deps).viewer(session);
    expect(review?.learner?.name).toBe('박서연');
  });

  test('leads learners to their own lab, and tells them of nobody else', async () => {
    const { browser, path } = await reviewPath(LEARNER, LEARNER);
    const { session, location } = await world.launched(browser, path);
    expect(location).toMatch(/\/lab$/);
    expect((await createViewerPages(world.deps).viewer({ ...session, launch: { ...session.launch, reviewedSubject: ABSENT } })).review).toBeNull();
  });

  test('opens the same activity as its link does', async () => {
    const { browser, path } = await reviewPath(INSTRUCTOR, LEARNER);
    expect((await world.launched(browser, path)).session.resourceLinkId).toBe(instructor.resourceLinkId);
  });
});
