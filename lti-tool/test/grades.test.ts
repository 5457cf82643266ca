import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalLms, type LocalLms } from '@cloudclass/local-lms';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { createEmit } from '../src/adapters/postgres/outbox.ts';
import { schedule } from '../src/adapters/jobs/job-runner.ts';
import { randomIds, systemClock } from '../src/clock.ts';
import { domainEventSchema, type DomainEvent } from '../src/events.ts';
import { syncRoster } from '../src/features/courses/sync-roster.ts';
import { gradesOfActivity, undeliveredGrades, type GradePlace } from '../src/features/grades/grade-store.ts';
import { queueGrade, replayGrade, resendGrade } from '../src/features/grades/queue-grade.ts';
import { sendGrade, type SendGradeDeps } from '../src/features/grades/send-grade.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, type CourseId, type PlatformId } from '../src/ids.ts';
import { one } from '../src/sql.ts';
import { LaunchBrowser } from './launch-browser.ts';
import { sealer, outbound, startLaunchServer, type LaunchServer } from './launch-server.ts';

let server: LaunchServer;
let lms: LocalLms;
let services: ReturnType<typeof createPlatformServices>;
let deps: SendGradeDeps;
let platformId: PlatformId;
let courseId: CourseId;

beforeAll(async () => {
  server = await startLaunchServer();
  lms = await startLocalLms({ port: 0, toolUrl: server.url, extraLearners: 120 });
  const { deploymentId, ...registration } = lms.registration;
  platformId = platformIdSchema.parse(await addPlatform({ sql: server.made.database, ids: randomIds }, { institution: 'Haneul University', ...registration, deploymentIds: [deploymentId] }));
  services = createPlatformServices({ databaseUrl: server.made.url, sealer, outbound, clock: systemClock, sign: server.toolKeys.sign, allowPrivateAddresses: true });
  deps = { sql: server.made.database, clock: systemClock, emit: createEmit({ clock: systemClock, ids: randomIds }), services, schedule, jitter: () => 0 };
});
afterEach(() => lms.faults.clear());
afterAll(async () => {
  await services.close();
  await lms.close();
  await server.close();
});

/** Launches as a person of the LMS and says where they are. */
async function launched(personId: string): Promise<GradePlace> {
  const browser = new LaunchBrowser();
  await browser.post(`${lms.url}/sign-in`, { person: personId, back: '/dashboard' });
  await browser.open(`${lms.url}/courses/101/activities/s3-static-site/launch?target=iframe`);
  const row = await one<Record<'institution_id' | 'resource_link_id' | 'course_id' | 'id', string>>(
    server.made.database,
    'select s.institution_id, s.resource_link_id, s.course_id, p.id from session s join person p on p.id = s.person_id where p.subject = $1 order by s.created_at desc limit 1',
    [personId],
  );
  courseId = courseIdSchema.parse(row.course_id);
  return { institutionId: institutionIdSchema.parse(row.institution_id), resourceLinkId: resourceLinkIdSchema.parse(row.resource_link_id), personId: personIdSchema.parse(row.id) };
}

function queue(place: GradePlace, points: number, scoredAt = new Date()): Promise<boolean> {
  return deps.sql.transaction((tx) => queueGrade({ ids: randomIds, emit: deps.emit }, tx, { ...place, courseId, labId: null, points, maximum: 100, complete: points === 100, scoredAt }));
}

async function lastEvent(type: string): Promise<DomainEvent> {
  return domainEventSchema.parse((await one<{ event: unknown }>(deps.sql, 'select event from event_outbox where type = $1 order by seq desc limit 1', [type])).event);
}

const send = async (): Promise<void> => sendGrade(deps, await lastEvent('score.changed'));
const stateOf = async (place: GradePlace) => (await gradesOfActivity(deps.sql, place)).find((grade) => grade.person_id === place.personId)?.state;

/** A token of the tool for one scope, got by hand. */
async function tokenFor(scope: string): Promise<string> {
  const { clientId, tokenUrl } = lms.registration;
  const iat = Math.floor(Date.now() / 1000);
  const assertion = await server.toolKeys.sign({ iss: clientId, sub: clientId, aud: tokenUrl, jti: randomIds.next(), iat, exp: iat + 60 });
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, scope: `https://purl.imsglobal.org/spec/lti-ags/scope/${scope}` }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const agsOfActivity = async () => (await one<{ ags: { lineitem: string; lineitems: string } }>(deps.sql, 'select ags from resource_link')).ags;

/** What the gradebook of the LMS holds, read as the tool may read it. */
async function inGradebook(subject: string): Promise<number | undefined> {
  const results = new URL((await agsOfActivity()).lineitem);
  results.pathname += '/results';
  results.searchParams.set('user_id', subject);
  const response = await fetch(results, { headers: { authorization: `Bearer ${await tokenFor('result.readonly')}`, accept: 'application/vnd.ims.lis.v2.resultcontainer+json' } });
  return ((await response.json()) as { resultScore?: number }[])[0]?.resultScore;
}

describe('a grade', () => {
  test('reaches the gradebook and says so', async () => {
    const place = await launched('1001');
    await queue(place, 40);
    await send();
    expect(await inGradebook('1001')).toBe(40);
    expect(await stateOf(place)).toMatchObject({ status: 'sent' });
    expect((await lastEvent('grade.sent')).body).toEqual({ type: 'grade.sent', points: 40, maximum: 100 });
  });

  test('that changes twice within a second arrives as the later one', async () => {
    const place = await launched('1002');
    const at = new Date();
    await queue(place, 10, at);
    await send();
    await queue(place, 20, at);
    await send();
    expect([await inGradebook('1002'), (await stateOf(place))?.status]).toEqual([20, 'sent']);
  });

  test('that is older than the one on record, or the same, changes nothing', async () => {
    const place = await launched('1003');
    const at = new Date();
    expect(await queue(place, 60, at)).toBe(true);
    expect(await queue(place, 60, new Date(at.getTime() + 5_000))).toBe(false);
    expect(await queue(place, 30, new Date(at.getTime() - 5_000))).toBe(false);
  });

  test('is sent once however often its job runs', async () => {
    const place = await launched('1004');
    await queue(place, 70);
    await send();
    const before = await stateOf(place);
    await send();
    expect(await stateOf(place)).toEqual(before);
  });

  test('whose process was killed between the post and the answer is sent again', async () => {
    const place = await launched('1005');
    await queue(place, 50);
    const killed = { ...deps, services: { ...services, publishScore: async (...score: Parameters<typeof services.publishScore>) => { await services.publishScore(...score); throw new Error('killed'); } } };
    await expect(sendGrade(killed, await lastEvent('score.changed'))).rejects.toThrow('killed');
    expect((await stateOf(place))?.status).toBe('sending');
    await send();
    expect([await inGradebook('1005'), (await stateOf(place))?.status]).toEqual([50, 'sent']);
  });

  test('whose answer was lost is tried again later, and the gradebook is right', async () => {
    const place = await launched('1001');
    await queue(place, 55);
    lms.faults.add({ services: ['scores'], fault: { kind: 'lost-reply' }, times: 1 });
    await send();
    expect(await stateOf(place)).toMatchObject({ status: 'retrying', problem: 'GRADE_UNREACHABLE' });
    await send();
    expect([await inGradebook('1001'), (await stateOf(place))?.status]).toEqual([55, 'sent']);
  });

  test.each([
    [11, 'scores', { kind: 'server-error' }],
    [12, 'token', { kind: 'server-error' }],
    [13, 'token', { kind: 'invalid-json' }],
  ] as const)('of %i points waits when the %s service fails with %j', async (points, service, fault) => {
    const place = await launched('1001');
    await deps.sql.query('delete from access_token');
    await queue(place, points);
    lms.faults.add({ services: [service], fault });
    await send();
    expect(await stateOf(place)).toMatchObject({ status: 'retrying', problem: 'GRADE_UNREACHABLE' });
  });

  test('waits as long as a throttling platform asks, and a job is queued for then', async () => {
    const place = await launched('1002');
    await queue(place, 77);
    lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 120 } });
    const before = Date.now();
    await send();
    const state = await stateOf(place);
    expect(state).toMatchObject({ status: 'retrying', problem: 'GRADE_THROTTLED' });
    const wait = (state?.status === 'retrying' ? Date.parse(state.nextAt) : 0) - before;
    expect(wait).toBeGreaterThanOrEqual(120_000);
    expect(wait).toBeLessThan(125_000);
    const jobs = await deps.sql.query(`select 1 from graphile_worker.jobs where task_identifier = 'send-grade' and run_at > now() + interval '100 seconds'`);
    expect(jobs).toHaveLength(1);
  });

  test('of somebody the platform does not grade is refused, until it is sent again by hand', async () => {
    const place = await launched('1006');
    await queue(place, 90);
    await send();
    expect(await stateOf(place)).toMatchObject({ status: 'refused', problem: 'GRADE_NOT_GRADABLE' });
    expect((await lastEvent('grade.refused')).body).toEqual({ type: 'grade.refused', cause: 'GRADE_NOT_GRADABLE' });
    await resendGrade(deps, place);
    expect(await stateOf(place)).toEqual({ status: 'waiting' });
  });

  test('with a token the platform has forgotten gets a new one', async () => {
    const place = await launched('1003');
    const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    await deps.sql.query('update access_token set sealed_token = $1 where scope = $2', [sealer.seal('forgotten', `access-token ${platformId} ${scope}`), scope]);
    await queue(place, 61);
    await send();
    expect(await inGradebook('1003')).toBe(61);
  });

  test('whose column was removed goes to a new one', async () => {
    const place = await launched('1004');
    const { lineitem } = await agsOfActivity();
    expect((await fetch(lineitem, { method: 'DELETE', headers: { authorization: `Bearer ${await tokenFor('lineitem')}` } })).status).toBe(204);
    await queue(place, 81);
    await send();
    expect([await inGradebook('1004'), (await stateOf(place))?.status]).toEqual([81, 'sent']);
    expect((await agsOfActivity()).lineitem).not.toBe(lineitem);
  });

  test('of an activity without a gradebook is unavailable, with the reason', async () => {
    const place = await launched('1005');
    await deps.sql.query('update resource_link set ags = null');
    await queue(place, 82);
    await send();
    expect(await stateOf(place)).toMatchObject({ status: 'unavailable', problem: 'GRADE_NO_GRADEBOOK' });
  });
});

test('operators see what did not arrive, and send it again', async () => {
  const place = await launched('1006');
  await queue(place, 91);
  await send();
  const failed = (await undeliveredGrades(deps.sql, 50)).find((grade) => grade.person_id === place.personId);
  expect(failed).toMatchObject({ institution: 'Haneul University', points: 91, state: { status: 'refused', problem: 'GRADE_NOT_GRADABLE' } });
  await replayGrade(deps, failed?.id ?? '');
  expect(await stateOf(place)).toEqual({ status: 'waiting' });
});

test('there is nothing to send before the first score', async () => {
  await expect(resendGrade(deps, { ...(await launched('1007')), personId: personIdSchema.parse(randomIds.next()) })).rejects.toMatchObject({ code: 'GRADE_NOTHING_TO_SEND' });
});

test('the roster enrols who has not launched yet, and leaves what a launch has said', async () => {
  const { institutionId } = await launched('1007');
  const rolesOf = (subject: string) => one<{ roles: string[] }>(deps.sql, 'select e.roles from enrolment e join person p on p.id = e.person_id where p.subject = $1', [subject]);
  const launchedRoles = await rolesOf('1007');
  const roster = { sql: deps.sql, clock: systemClock, ids: randomIds, services };
  expect(await syncRoster(roster, { institutionId, courseId })).toBeGreaterThan(100);
  expect(await syncRoster(roster, { institutionId, courseId })).toBe(0);
  expect(await rolesOf('1007')).toEqual(launchedRoles);
});

test('a course whose platform shares no list says so', async () => {
  const { institutionId } = await launched('1001');
  const unknown = courseIdSchema.parse(randomIds.next());
  await expect(syncRoster({ sql: deps.sql, clock: systemClock, ids: randomIds, services }, { institutionId, courseId: unknown })).rejects.toMatchObject({ code: 'ROSTER_UNAVAILABLE' });
});

describe('the services of a platform', () => {
  test('list everybody in a course, over all pages', async () => {
    await launched('1001');
    const { nrps_url: membershipsUrl } = await one<{ nrps_url: string }>(deps.sql, 'select nrps_url from resource_link');
    const outcome = await services.listMembers({ platformId, membershipsUrl });
    expect(outcome.kind === 'listed' ? new Set(outcome.members.map(({ subject }) => subject)).size : outcome).toBeGreaterThan(120);
  });

  test('are asked for one token by many at once', async () => {
    const ags = await agsOfActivity();
    await deps.sql.query('delete from access_token');
    const place = { platformId, lineItemsUrl: ags.lineitems, ltiResourceLinkId: 's3-static-site', label: 'x', scoreMaximum: 100 };
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => services.findOrCreateLineItem(place)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(new Set([JSON.stringify({ kind: 'found', lineItemUrl: ags.lineitem })]));
    expect(await deps.sql.query('select 1 from access_token')).toHaveLength(1);
  });

  test('say no for an activity the platform does not know', async () => {
    const place = { platformId, lineItemsUrl: (await agsOfActivity()).lineitems, ltiResourceLinkId: 'unknown', label: 'New', scoreMaximum: 100 };
    expect(await services.findOrCreateLineItem(place)).toMatchObject({ kind: 'refused', status: 404 });
  });

  test('keep tokens sealed', async () => {
    const rows = await deps.sql.query<{ sealed_token: string }>('select sealed_token from access_token');
    expect(rows.every(({ sealed_token: sealed }) => sealed.startsWith('v1.'))).toBe(true);
  });
});
