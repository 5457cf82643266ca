import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { randomIds } from '../src/ports/clock.ts';
import { createRosterReader, type RosterReader, type RosterReaderDeps } from '../src/features/courses/roster-reader.ts';
import { rostersDue } from '../src/features/courses/roster-store.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { courseIdSchema, platformIdSchema, type CourseId, type PlatformId } from '../src/domain/ids.ts';
import type { MembersPart } from '../src/ports/platform-services.ts';
import { startGradesWorld, type GradesWorld } from './grades-world.ts';

let world: GradesWorld;
let other: PlatformId;
beforeAll(async () => {
  world = await startGradesWorld();
  const { sql } = world.deps;
  other = platformIdSchema.parse(await addPlatform({ sql, ids: randomIds }, { institution: 'Other University', issuer: 'https://other.example', clientId: 'other', authorizationUrl: 'https://other.example/auth', tokenUrl: 'https://other.example/token', jwksUrl: 'https://other.example/keys', deploymentIds: ['1'] }));
});
beforeEach(() => world.deps.sql.query('truncate course cascade'));
afterAll(() => world.close());

/** A course that an instructor has opened, with so many activities. */
async function courseOf(platformId: PlatformId, activities = 1): Promise<{ id: CourseId; links: string[] }> {
  const { sql } = world.deps;
  const [id, person, links] = [randomIds.next(), randomIds.next(), Array.from({ length: activities }, () => randomIds.next())];
  await sql.query(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) select $1::uuid, institution_id, id, '1', $1::uuid::text, 'Cloud' from platform where id = $2`, [id, platformId]);
  await sql.query(`insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, nrps_url) select link, c.institution_id, c.id, link::text, 'Lab', 'https://lms.example/' || c.id from course c, unnest($2::text[]::uuid[]) as link where c.id = $1`, [id, links]);
  await sql.query('insert into person (id, institution_id, platform_id, subject) select $1::uuid, institution_id, id, $1::uuid::text from platform where id = $2', [person, platformId]);
  await sql.query(
    `insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, nonce, created_at, expires_at, seen_at)
     select $1::uuid, '', c.institution_id, $2::uuid, c.id, $3::uuid, '{instructor}', c.platform_id, $1::uuid::text, $5::timestamptz, $5::timestamptz + interval '4 hours', $5::timestamptz from course c where c.id = $4`,
    [randomIds.next(), person, links[0], id, world.clock.now()],
  );
  return { id: courseIdSchema.parse(id), links };
}

const teacher: MembersPart = { kind: 'page', members: [{ subject: 'teacher', name: undefined, email: undefined, roles: ['Instructor'], status: 'active', groupIds: [] }] };
const listed: MembersPart[] = [teacher, { kind: 'end', differencesUrl: undefined }];
type ListMembers = RosterReaderDeps['services']['listMembers'];
const answering = (...parts: MembersPart[]): ListMembers => async function* () { yield* parts; };

interface Watched {
  readonly reader: RosterReader;
  /** Activities whose open pages were told. */
  readonly told: (string | null)[];
  readonly problems: unknown[];
}

function watchedReader(listMembers: ListMembers, onTold = (): void => {}): Watched {
  const [told, problems]: [(string | null)[], unknown[]] = [[], []];
  const reader = createRosterReader({
    ...world.deps,
    services: { listMembers, listGroups: () => Promise.resolve({ kind: 'listed', groups: [] }) },
    tell({ resourceLinkId, personId }) {
      told.push(personId === null ? resourceLinkId : 'a learner');
      onTold();
    },
    onProblem: (_course, error) => void problems.push(error),
  });
  return { reader, told, problems };
}

const due = async (except: readonly PlatformId[] = [], limit = 8): Promise<string[]> => (await rostersDue(world.deps.sql, world.clock.now(), { except, limit })).map(({ courseId }) => courseId);

test('the class of a new course is read at the next look, and every open page of the course is told', async () => {
  const { links } = await courseOf(world.platformId, 3);
  const { reader, told } = watchedReader(answering(...listed));
  await reader.begin();
  await reader.settled();
  expect(await due()).toEqual([]);
  expect(told.toSorted()).toEqual(links.toSorted());
});

test('a class that could not be read is told as well: its page says why', async () => {
  const { links } = await courseOf(world.platformId);
  const { reader, told, problems } = watchedReader(answering({ kind: 'unreachable', detail: 'reset' }));
  await reader.begin();
  await reader.settled();
  expect(problems).toMatchObject([{ code: 'ROSTER_UNREACHABLE' }]);
  expect(told).toEqual(links);
});

test('a platform that does not answer keeps no other waiting, and is asked for nothing more meanwhile', async () => {
  const [slow, quick] = [await courseOf(world.platformId), await courseOf(other)];
  const happens = new EventEmitter();
  const [asked, answered, read] = [once(happens, 'slow is asked'), once(happens, 'slow answers'), once(happens, 'a page is told')];
  const { reader, told } = watchedReader(async function* ({ platformId }) {
    if (platformId === world.platformId) {
      happens.emit('slow is asked');
      await answered;
    }
    yield* listed;
  }, () => happens.emit('a page is told'));
  await reader.begin();
  await Promise.all([asked, read]);
  expect(told).toEqual(quick.links);
  await courseOf(world.platformId);
  await reader.begin();
  expect(await due()).toHaveLength(1);
  happens.emit('slow answers');
  await reader.settled();
  expect(new Set(told)).toEqual(new Set([...slow.links, ...quick.links]));
});

describe('courses whose list is due', () => {
  test('are two of a platform at most, so that a thousand of one leave room for the others', async () => {
    const many = [await courseOf(world.platformId), await courseOf(world.platformId), await courseOf(world.platformId)];
    const one = await courseOf(other);
    const found = await due();
    expect(found).toHaveLength(3);
    expect(found).toContain(one.id);
    expect(many.map(({ id }) => String(id))).toEqual(expect.arrayContaining(found.filter((id) => id !== one.id)));
  });

  test('are none of a platform that is being asked', async () => {
    await courseOf(world.platformId);
    const one = await courseOf(other);
    expect(await due([world.platformId])).toEqual([one.id]);
  });

  test('are those that have waited longest', async () => {
    const [late, early] = [await courseOf(world.platformId), await courseOf(other)];
    for (const [{ id }, hours] of [[late, 2], [early, 3]] as const) {
      await world.deps.sql.query('insert into course_roster (course_id, institution_id, tried_at) select id, institution_id, $2::timestamptz - make_interval(hours => $3) from course where id = $1', [id, world.clock.now(), hours]);
    }
    expect(await due([], 1)).toEqual([early.id]);
  });
});
