import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault, LocalLms } from '@cloudclass/local-lms';
import { syncRoster } from '../src/features/courses/sync-roster.ts';
import { launchedInto, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
let place: LaunchedPlace;
/** Addresses that were read, by the readings of one test. */
let read: string[] = [];

beforeAll(async () => {
  world = await startGradesWorld();
  place = await launchedInto(world, '1006');
  // groups stand in the whole list only, so that a course with groups is never read by differences
  await world.deps.sql.query('update course set groups_url = null');
});
beforeEach(() => void (read = []));
afterEach(async () => {
  world.lms.faults.clear();
  world.lms.quirks.replace(world.lms.quirks.list().filter((quirk) => quirk !== 'roster-without-differences'));
  await world.deps.sql.query('delete from course_roster');
});
afterAll(() => world.close());

const sync = () => {
  const services: Parameters<typeof syncRoster>[0]['services'] = {
    listGroups: (course) => world.services.listGroups(course),
    listMembers(course) {
      read.push(new URL(course.membershipsUrl).search);
      return world.services.listMembers(course);
    },
  };
  return syncRoster({ ...world.deps, services }, place);
};

const change = (personId: string, status: Parameters<LocalLms['changeMember']>[0]['status']): void => world.lms.changeMember({ courseId: '101', personId, status });

/** Who is enrolled, and in which state. */
async function enrolled(): Promise<Record<string, string>> {
  const rows = await world.deps.sql.query<{ subject: string; state: string }>('select p.subject, e.state from enrolment e join person p on p.id = e.person_id where e.course_id = $1', [place.courseId]);
  return Object.fromEntries(rows.map(({ subject, state }) => [subject, state]));
}

describe('the roster of a platform that tells differences', () => {
  test('is read whole once, then by what came, was suspended and left', async () => {
    await sync();
    change('1002', 'Inactive');
    change('1003', 'Deleted');
    expect(await sync()).toEqual({ added: 0, changed: 1, left: 1 });
    change('1002', 'Active');
    change('1003', 'Active');
    expect(await sync()).toEqual({ added: 0, changed: 2, left: 0 });
    expect(await sync()).toEqual({ added: 0, changed: 0, left: 0 });
    const since = read.map((query) => new URLSearchParams(query).get('since'));
    const first = Number(since[1]);
    expect(since).toEqual([null, first, first + 2, first + 4].map((each) => (each === null ? null : String(each))));
  });

  test('says the state of each as the platform does', async () => {
    await sync();
    change('1004', 'Inactive');
    change('1005', 'Deleted');
    await sync();
    expect(await enrolled()).toMatchObject({ '1001': 'active', '1004': 'inactive', '1005': 'left' });
    change('1004', 'Active');
    change('1005', 'Active');
    await sync();
    expect(await enrolled()).toMatchObject({ '1004': 'active', '1005': 'active' });
  });
});

test('the roster of a platform that tells none is read whole each time', async () => {
  world.lms.quirks.replace([...world.lms.quirks.list(), 'roster-without-differences']);
  await sync();
  change('1009', 'Deleted');
  expect(await sync()).toMatchObject({ left: 1 });
  change('1009', 'Active');
  expect(await sync()).toMatchObject({ changed: 1 });
  expect(read).toEqual(['', '', '']);
});

test.each<[string, Fault]>([
  ['half an answer', { kind: 'truncated' }],
  ['a page', { kind: 'html' }],
  ['a next page elsewhere', { kind: 'wrong-link', link: 'other-origin' }],
  ['pages in a ring', { kind: 'wrong-link', link: 'ring' }],
  ['a next page that is no address', { kind: 'wrong-link', link: 'malformed' }],
])('a reading that meets %s changes nothing', async (_case, fault) => {
  await sync();
  const before = await enrolled();
  change('1010', 'Deleted');
  world.lms.faults.add({ services: ['memberships'], fault });
  await expect(sync()).rejects.toMatchObject({ code: 'ROSTER_UNREACHABLE' });
  expect(await enrolled()).toEqual(before);
  change('1010', 'Active');
});
