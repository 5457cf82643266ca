import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';
import type { CoursePlace } from '../src/features/courses/roster-store.ts';
import { rostersDue } from '../src/features/courses/roster-store.ts';
import { syncRoster } from '../src/features/courses/sync-roster.ts';
import { loadLearnerFacts } from '../src/features/insight/class-board-store.ts';
import { sessionOf, SESSION_HEADER } from '../src/features/identity/session.ts';
import { sessionCookieName } from '../src/features/identity/session-secret.ts';
import { courseIdSchema } from '../src/domain/ids.ts';
import { randomIds } from '../src/ports/clock.ts';
import type { Member, MembersPart } from '../src/ports/platform-services.ts';
import { one } from '../src/ports/sql.ts';
import { launchedInto, startGradesWorld, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
let place: LaunchedPlace;
beforeAll(async () => {
  world = await startGradesWorld({ extraLearners: 120 });
  place = await launchedInto(world, '1007');
});
afterEach(async () => {
  world.lms.faults.clear();
  await world.deps.sql.query('delete from course_roster');
  await world.deps.sql.query('delete from link_member');
  await world.deps.sql.query('update resource_link set for_listed_only = false');
  await world.deps.sql.query('delete from enrolment where person_id <> $1', [place.personId]);
});
afterAll(() => world.close());

const learner = (subject: string, more: Partial<Member> = {}): Member => ({ subject, name: `Learner ${subject}`, email: undefined, roles: ['Learner'], status: 'active', groupIds: [], ...more });

/** A platform that lists this, page by page. */
const noGroups = { listGroups: () => Promise.resolve({ kind: 'listed', groups: [] } as const) };
const listing = (...parts: MembersPart[]) => ({ ...noGroups, async *listMembers() { yield* parts; } });
const page = (...members: Member[]): MembersPart => ({ kind: 'page', members });
const end: MembersPart = { kind: 'end', differencesUrl: undefined };

const sync = (services: Parameters<typeof syncRoster>[0]['services'] = world.services, where: CoursePlace = place) => syncRoster({ ...world.deps, services }, where);
const enrolment = (subject: string) => one<{ roles: string[]; state: string }>(world.deps.sql, 'select e.roles, e.state from enrolment e join person p on p.id = e.person_id where p.subject = $1', [subject]);

/** What the browser of somebody who has launched sends with each question. */
async function sessionIn(person: string): Promise<IncomingHttpHeaders> {
  const browser = new LaunchBrowser();
  await browser.post(`${world.lms.url}/sign-in`, { person, back: '/dashboard' });
  const landed = await browser.open(`${world.lms.url}/courses/101/activities/s3-static-site/launch?target=iframe`);
  const id = /\/s\/([\w-]{36})\//.exec(landed.headers.get('location') ?? '')?.[1] ?? '';
  return { [SESSION_HEADER]: id, cookie: `${sessionCookieName(id)}=${[...browser.cookies].find(([key]) => key.endsWith(sessionCookieName(id)))?.[1]}` };
}

const onBoard = async (subject: string): Promise<boolean> => {
  const row = await one<{ id: string }>(world.deps.sql, 'select id from person where subject = $1', [subject]);
  return (await loadLearnerFacts(world.deps.sql, place, String)).some((facts) => facts.person_id === row.id);
};

describe('the roster', () => {
  test('enrols who has not launched yet, over all pages, and leaves what a launch has said', async () => {
    const launchedRoles = (await enrolment('1007')).roles;
    expect((await sync())?.added).toBeGreaterThan(120);
    expect(await sync()).toEqual({ added: 0, changed: 0, left: 0 });
    expect((await enrolment('1007')).roles).toEqual(launchedRoles);
    expect(await onBoard('1020')).toBe(true);
  });

  test('takes out who is not listed any more, keeps who only came by a launch, and takes back who returns', async () => {
    await sync(listing(page(learner('a'), learner('b'), learner('teacher', { roles: ['Instructor'] })), end));
    expect(await sync(listing(page(learner('b'), learner('teacher', { roles: ['Instructor'] })), end))).toMatchObject({ added: 0, left: 1 });
    expect([(await enrolment('a')).state, (await enrolment('b')).state, await onBoard('a'), await onBoard('b')]).toEqual(['left', 'active', false, true]);
    expect(await sync(listing(page(learner('a'), learner('b')), end))).toMatchObject({ changed: 1 });
    expect((await enrolment('a')).state).toBe('active');
  });

  test('marks who has no access any more, and follows roles that it gave itself', async () => {
    await sync(listing(page(learner('c'), learner('d')), end));
    await sync(listing(page(learner('c', { status: 'inactive' }), learner('d', { roles: ['Instructor'] })), end));
    expect([await enrolment('c'), await enrolment('d')]).toEqual([{ roles: ['learner'], state: 'inactive' }, { roles: ['instructor'], state: 'active' }]);
  });

  test('ends the sessions of who is not listed any more, until the platform launches them again, and those of nobody else', async () => {
    const [gone, stays, unlisted] = [await sessionIn('1003'), await sessionIn('1004'), await sessionIn('1005')];
    await sync(listing(page(learner('1003'), learner('1004')), end));
    await sync(listing(page(learner('1004')), end));
    await expect(sessionOf(world.deps, gone)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    for (const session of [stays, unlisted, await sessionIn('1003')]) expect(await sessionOf(world.deps, session)).toMatchObject({ courseId: place.courseId });
  });

  test('of which a page is missing changes nothing', async () => {
    await sync(listing(page(learner('e'), learner('f')), end));
    await expect(sync(listing(page(learner('e')), { kind: 'unreachable', detail: 'page 2' }))).rejects.toMatchObject({ code: 'ROSTER_UNREACHABLE' });
    expect((await enrolment('f')).state).toBe('active');
    expect(await world.deps.sql.query('select 1 from roster_stage')).toEqual([]);
  });

  test('that is empty is not believed', async () => {
    await sync(listing(page(learner('g')), end));
    await expect(sync(listing(page(), end))).rejects.toMatchObject({ code: 'ROSTER_UNREACHABLE' });
    expect((await enrolment('g')).state).toBe('active');
  });

  test('with somebody on two pages enrols them once', async () => {
    expect(await sync(listing(page(learner('h'), learner('h')), page(learner('h')), end))).toMatchObject({ added: 1 });
  });

  test('reads only the differences where the platform offers them and has no groups, and takes the deleted out', async () => {
    const asked: string[] = [];
    const offering = (parts: Record<string, MembersPart[]>) => ({ ...noGroups, async *listMembers({ membershipsUrl }: { membershipsUrl: string }) { asked.push(membershipsUrl); yield* parts[membershipsUrl] ?? []; } });
    // groups stand in the whole list only
    const [{ groups_url: groups } = { groups_url: null }] = await world.deps.sql.query<{ groups_url: string | null }>('update course set groups_url = null from (select groups_url from course) as before returning before.groups_url');
    const { nrps_url: all } = await one<{ nrps_url: string }>(world.deps.sql, 'select nrps_url from resource_link where nrps_url is not null');
    await sync(offering({ [all]: [page(learner('i'), learner('j')), { kind: 'end', differencesUrl: 'https://lms.example/since/1' }] }));
    await sync(offering({ 'https://lms.example/since/1': [page(learner('i', { status: 'deleted' }), learner('k')), { kind: 'end', differencesUrl: 'https://lms.example/since/2' }] }));
    expect([(await enrolment('i')).state, (await enrolment('j')).state, (await enrolment('k')).state]).toEqual(['left', 'active', 'active']);
    // forgotten by the platform: everybody is read again
    await sync(offering({ 'https://lms.example/since/2': [{ kind: 'refused', status: 404, detail: '' }], [all]: [page(learner('j')), end] }));
    expect(asked).toEqual([all, 'https://lms.example/since/1', 'https://lms.example/since/2', all]);
    expect((await enrolment('k')).state).toBe('left');
    await world.deps.sql.query('update course set groups_url = $1', [groups]);
  });

  test('is read by one process at a time, and by another when that was killed', async () => {
    const waiting = { ...noGroups, async *listMembers(): AsyncGenerator<MembersPart> { yield page(learner('l')); expect(await sync(listing(page(learner('m')), end))).toBeUndefined(); yield end; } };
    expect(await sync(waiting)).toMatchObject({ added: 1 });
    const killed = { ...noGroups, async *listMembers(): AsyncGenerator<MembersPart> { yield page(learner('n')); await world.deps.sql.query('update course_roster set claim = gen_random_uuid()'); yield page(learner('o')); yield end; } };
    await expect(sync(killed)).rejects.toMatchObject({ code: 'ROSTER_UNREACHABLE' });
    world.clock.forward(61);
    expect(await sync(listing(page(learner('p')), end))).toMatchObject({ added: 1 });
  });

  test('that was late and lost its turn takes nothing from the reading that came after it', async () => {
    await sync(listing(page(learner('q'), learner('r')), end));
    await world.deps.sql.query('delete from course_roster');
    let later: Promise<unknown> = Promise.resolve();
    let lateEnded = (): void => {};
    const late = new Promise<void>((ended) => { lateEnded = ended; });
    const overtaken = { ...noGroups, async *listMembers(): AsyncGenerator<MembersPart> {
      yield page(learner('q'));
      world.clock.forward(61);
      await new Promise<void>((staged) => {
        later = sync({ ...noGroups, async *listMembers() { yield page(learner('q')); staged(); await late; yield page(learner('r')); yield end; } });
      });
      yield page(learner('r'));
      yield end;
    } };
    await expect(sync(overtaken)).rejects.toMatchObject({ code: 'ROSTER_UNREACHABLE' });
    lateEnded();
    await later;
    expect([(await enrolment('q')).state, (await enrolment('r')).state]).toEqual(['active', 'active']);
  });

  test('of somebody who left and launches again says that they are in the course', async () => {
    await sync(listing(page(learner('1001'), learner('x')), end));
    await sync(listing(page(learner('x')), end));
    expect((await enrolment('1001')).state).toBe('left');
    await launchedInto(world, '1001');
    await sync(listing(page(learner('x')), end));
    expect((await enrolment('1001')).state).toBe('active');
  });
});

describe('a course', () => {
  test('whose platform shares no list says so', async () => {
    await expect(sync(world.services, { ...place, courseId: courseIdSchema.parse(randomIds.next()) })).rejects.toMatchObject({ code: 'ROSTER_UNAVAILABLE' });
    await expect(sync(listing({ kind: 'forbidden', missingScope: 'members', detail: '' }))).rejects.toMatchObject({ code: 'ROSTER_UNAVAILABLE' });
    expect(await world.deps.sql.query('select problem from course_roster')).toEqual([{ problem: 'ROSTER_UNAVAILABLE' }]);
  });

  test('in use is read when nobody has read it, and again as often as somebody looks', async () => {
    const courses = async (): Promise<string[]> => (await rostersDue(world.deps.sql, world.clock.now(), { except: [], limit: 8 })).map(({ courseId }) => courseId);
    await world.deps.sql.query('update session set seen_at = $1', [world.clock.now()]);
    expect(await courses()).toEqual([place.courseId]);
    await sync();
    expect(await courses()).toEqual([]);
    world.clock.forward(6 * 60);
    expect(await courses()).toEqual([place.courseId]);
    await world.deps.sql.query(`update session set actors = '{learner}'`);
    expect(await courses()).toEqual([]);
    world.clock.forward(55 * 60);
    await world.deps.sql.query('update session set seen_at = $1', [world.clock.now()]);
    expect(await courses()).toEqual([place.courseId]);
    await sync();
    world.clock.forward(7 * 3_600);
    expect(await courses()).toEqual([]);
  });
});

test('people are listed for one activity where it is asked for, and never from another site', async () => {
  const { nrps_url: membershipsUrl } = await one<{ nrps_url: string }>(world.deps.sql, 'select nrps_url from resource_link where nrps_url is not null');
  const parts: MembersPart[] = [];
  for await (const part of world.services.listMembers({ platformId: world.platformId, membershipsUrl, rlid: 'no-such-link' })) parts.push(part);
  expect(parts).toMatchObject([{ kind: 'refused', status: 404 }]);
});

describe('a lab for part of the class', () => {
  const LAB = 's3-static-site';
  /** Of the course, whom the board shows. */
  const shown = async (...subjects: string[]): Promise<string[]> => {
    const board = new Set((await loadLearnerFacts(world.deps.sql, place, String)).map(({ person_id: id }) => String(id)));
    const people = await world.deps.sql.query<{ id: string; subject: string }>('select id, subject from person where subject = any ($1) order by subject', [subjects]);
    return people.filter(({ id }) => board.has(id)).map(({ subject }) => subject);
  };
  const ROOM = ['1001', '1002', '1003'];
  beforeAll(() => world.deps.sql.query(`insert into pack_version (pack_id, version, digest, pack, published_at) values ('s3-static-site', '1.0.0', 'any', '{}', now()) on conflict do nothing`));
  beforeAll(() => world.deps.sql.query(`update resource_link set pack_id = 's3-static-site', pack_version = '1.0.0' where id = $1`, [place.resourceLinkId]));
  afterEach(() => world.lms.assign(LAB, undefined));
  afterEach(() => world.deps.sql.query('delete from lab'));
  afterAll(() => world.deps.sql.query('update resource_link set pack_id = null, pack_version = null'));
  afterAll(() => world.deps.sql.query('delete from pack_version'));

  test('shows on its board whom the platform lists for it, not the whole course', async () => {
    world.lms.assign(LAB, ['1001', '1003']);
    await sync();
    expect(await shown(...ROOM)).toEqual(['1001', '1003']);
  });

  test('shows everybody again when it is given to everybody again', async () => {
    world.lms.assign(LAB, ['1001']);
    await sync();
    world.lms.assign(LAB, undefined);
    await world.deps.sql.query('delete from course_roster');
    await sync();
    expect(await shown(...ROOM)).toEqual(ROOM);
  });

  test('shows everybody where the platform does not know the question', async () => {
    world.lms.assign(LAB, ['1001']);
    await sync();
    const knowsNoLinks: typeof world.services.listMembers = (membership) => (membership.rlid === undefined ? world.services.listMembers(membership) : listing({ kind: 'refused', status: 400, detail: 'rlid' }).listMembers());
    await world.deps.sql.query('delete from course_roster');
    await sync({ ...world.services, listMembers: knowsNoLinks });
    expect(await shown(...ROOM)).toEqual(ROOM);
  });

  test('keeps what is known while the platform does not answer', async () => {
    world.lms.assign(LAB, ['1001']);
    await sync();
    const silent: typeof world.services.listMembers = (membership) => (membership.rlid === undefined ? world.services.listMembers(membership) : listing({ kind: 'unreachable', detail: 'silence' }).listMembers());
    await world.deps.sql.query('delete from course_roster');
    await sync({ ...world.services, listMembers: silent });
    expect(await shown(...ROOM)).toEqual(['1001']);
  });

  test('goes on showing who has begun it', async () => {
    const { id } = await one<{ id: string }>(world.deps.sql, `select id from person where subject = '1002'`);
    await world.deps.sql.query(
      `insert into lab (id, institution_id, course_id, resource_link_id, person_id, pack_id, pack_version, region, state, requested_at, correlation_id)
       values (gen_random_uuid(), $1, $2, $3, $4, 's3-static-site', '1.0.0', 'us-east-1', '{"status":"requested"}', now(), gen_random_uuid())`,
      [place.institutionId, place.courseId, place.resourceLinkId, id],
    );
    world.lms.assign(LAB, ['1001']);
    await sync();
    expect(await shown(...ROOM)).toEqual(['1001', '1002']);
  });
});
