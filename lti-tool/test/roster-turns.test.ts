import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startLocalLms, type LocalLms } from '@cloudclass/local-lms';
import { EventEmitter, once } from 'node:events';
import { randomIds } from '../src/clock.ts';
import { rostersDue } from '../src/features/courses/roster-store.ts';
import { syncDueRosters } from '../src/features/courses/sync-due-rosters.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import type { CourseId } from '../src/ids.ts';
import type { MembersPart, PlatformServices } from '../src/platform-services.ts';
import { launchedInto, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
let otherLms: LocalLms;
let slow: LaunchedPlace;
let other: LaunchedPlace;

beforeAll(async () => {
  world = await startGradesWorld();
  otherLms = await startLocalLms({ port: 0, toolUrl: world.server.url });
  const { deploymentId, ...registration } = otherLms.registration;
  await addPlatform({ sql: world.deps.sql, ids: randomIds }, { institution: 'Bada College', ...registration, deploymentIds: [deploymentId] });
  slow = await launchedInto(world, '1006');
  other = await launchedInto({ ...world, lms: otherLms }, '1006');
});
beforeEach(() => world.deps.sql.query('delete from course_roster'));
afterAll(async () => {
  await otherLms.close();
  await world.close();
});

const somebody: MembersPart = { kind: 'page', members: [{ subject: '1006', name: undefined, email: undefined, roles: ['Instructor'], status: 'active', groupIds: [] }] };
const listing = (listMembers: PlatformServices['listMembers']) => ({ listMembers, listGroups: () => Promise.resolve({ kind: 'listed', groups: [] } as const) });
const round = (listMembers: PlatformServices['listMembers']) => syncDueRosters({ ...world.deps, services: listing(listMembers), onFailed: () => {} });

/** Read last a long time ago, and so behind those that were never read. */
const readLongAgo = ({ courseId, institutionId }: LaunchedPlace) => world.deps.sql.query(`insert into course_roster (course_id, institution_id, tried_at) values ($1, $2, now() - interval '1 day')`, [courseId, institutionId]);

test('a class is read while the platform of another one does not answer', async () => {
  await readLongAgo(other);
  const bus = new EventEmitter();
  const read: boolean[] = [];
  await round(async function* ({ platformId }) {
    if (platformId !== world.platformId) bus.emit('other');
    // whoever reads one after another never comes to the other one
    else read.push(await once(bus, 'other', { signal: AbortSignal.timeout(2_000) }).then(() => true, () => false));
    yield somebody;
    yield { kind: 'end', differencesUrl: undefined };
  });
  expect(read[0]).toBe(true);
});

test('however many classes of a platform are due, those of others are among the next to be read', async () => {
  const copies = await world.deps.sql.query<{ id: CourseId }>(
    `with copy as (
       insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) select gen_random_uuid(), institution_id, platform_id, deployment_id, 'copy ' || n, title from course, generate_series(1, 30) n where id = $1 returning *
     ), link as (
       insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, nrps_url) select gen_random_uuid(), institution_id, id, 'link', 'Link', 'https://lms.example/members' from copy
     ), used as (
       insert into session (id, secret_hash, institution_id, person_id, course_id, actors, platform_id, launch, created_at, expires_at, seen_at)
       select gen_random_uuid(), s.secret_hash, s.institution_id, s.person_id, copy.id, s.actors, s.platform_id, s.launch, s.created_at, s.expires_at, s.seen_at from copy join session s on s.course_id = $1
     ) select id from copy`,
    [slow.courseId],
  );
  await readLongAgo(other);
  const due = (await rostersDue(world.deps.sql, world.clock.now())).map(({ courseId }) => courseId);
  expect(due).toContain(other.courseId);
  expect(copies.filter(({ id }) => due.includes(id)).length).toBeGreaterThan(0);
});
