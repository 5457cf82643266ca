import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalLms, type LocalLms } from '@cloudclass/local-lms';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { checkOnePlatform, type CheckServices } from '../src/composition/platform-check.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { lightOf } from '../src/features/platform-check/report.ts';
import { platformsDue, reportsByPlatform } from '../src/features/platform-check/check-store.ts';
import type { PlatformId } from '../src/domain/ids.ts';
import { outbound, sealer, startLaunchServer, type LaunchServer } from './launch-server.ts';
import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';

let server: LaunchServer;
let lms: LocalLms;
let services: CheckServices;
let close: () => Promise<void>;
let platformId: PlatformId;

beforeAll(async () => {
  server = await startLaunchServer();
  lms = await startLocalLms({ port: 0, toolUrl: server.url });
  platformId = await register({});
  const platformServices = createPlatformServices({ databaseUrl: server.made.url, sealer, outbound, clock: systemClock, sign: server.toolKeys.sign, allowPrivateAddresses: true });
  close = () => platformServices.close();
  services = { sql: server.made.database, clock: systemClock, outbound, publicUrl: server.url, toolKeys: server.toolKeys, platformServices };
  const browser = new LaunchBrowser();
  await browser.post(`${lms.url}/sign-in`, { person: '1001', back: '/dashboard' });
  await browser.open(`${lms.url}/courses/101/activities/s3-static-site/launch`);
});
afterAll(async () => {
  await close();
  await lms.close();
  await server.close();
});
afterEach(async () => {
  lms.faults.clear();
  // a report of a clock that is ahead would stay the newest
  await services.sql.query('delete from platform_check');
});

function registrationOf({ registration: { deploymentId, ...registration } }: LocalLms) {
  return { ...registration, deploymentIds: [deploymentId] };
}

function register(more: Partial<Parameters<typeof addPlatform>[1]>): Promise<PlatformId> {
  return addPlatform({ sql: server.made.database, ids: randomIds }, { institution: 'Haneul University', ...registrationOf(lms), ...more });
}

/** What a check finds, part by part: `ok`, or the code. */
async function found(id: string = platformId): Promise<Record<string, string>> {
  const report = await checkOnePlatform(services, id);
  return Object.fromEntries((report?.items ?? []).map((item) => [item.part, item.outcome === 'ok' ? 'ok' : item.code]));
}

const fine = { 'tool-keys': 'ok', 'platform-keys': 'ok', clock: 'ok', token: 'ok', 'line-items': 'ok', roster: 'ok' };

describe('the check of a platform', () => {
  test('before a launch tries keys and access, and says that there is no course yet', async () => {
    const fresh = await startLocalLms({ port: 0, toolUrl: server.url });
    const checked = await found(await register({ institution: 'Bada College', ...registrationOf(fresh) }));
    await fresh.close();
    expect(checked).toEqual({ ...fine, 'line-items': 'CHECK_NOT_LAUNCHED', roster: 'CHECK_NOT_LAUNCHED' });
  });

  test('after a launch tries gradebook and roster of a course, too, and keeps the report', async () => {
    expect(await found()).toEqual(fine);
    const report = (await reportsByPlatform(services.sql)).get(platformId);
    expect(report?.items.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'ok'));
    expect(lightOf({ lastLaunchAt: null, report })).toBe('good');
  });

  test('tries the course that somebody came to last: one of before may have been deleted since', async () => {
    const sql = server.made.database;
    const gone = `${lms.url}/services/courses/999`;
    const [former] = await sql.query<{ id: string; course_id: string; ags: object; nrps_url: string }>('select id, course_id, ags, nrps_url from resource_link');
    await sql.query('update resource_link set ags = $1, nrps_url = $2', [{ lineitems: `${gone}/lineitems` }, `${gone}/memberships`]);
    const [later] = await sql.query<{ id: string }>(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title)
      select gen_random_uuid(), institution_id, platform_id, deployment_id, 'later', 'Later' from course where id = $1 returning id`, [former?.course_id]);
    await sql.query(`insert into enrolment (course_id, person_id, institution_id, roles, first_seen_at)
      select $1, person_id, institution_id, roles, first_seen_at + interval '1 minute' from enrolment where course_id = $2`, [later?.id, former?.course_id]);
    await sql.query(`insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, ags, nrps_url)
      select gen_random_uuid(), institution_id, $1, 'later', 'Later', $2, $3 from resource_link where id = $4`, [later?.id, former?.ags, former?.nrps_url, former?.id]);
    const inUse = await found();
    await sql.query('delete from resource_link where course_id = $1', [later?.id]);
    const alone = await found();
    await sql.query('update resource_link set ags = $1, nrps_url = $2', [former?.ags, former?.nrps_url]);
    expect([inUse, alone]).toEqual([fine, { ...fine, 'line-items': 'CHECK_REFUSED', roster: 'CHECK_REFUSED' }]);
  });

  test('keeps names and values of what it saw, so that every page and command says it in its own words', async () => {
    const report = await checkOnePlatform(services, platformId);
    expect(report?.items.map(({ finding, detail }) => [finding, detail])).toEqual([
      [{ kind: 'local-address', url: `${server.url}/lti/keys` }, ''],
      [{ kind: 'keys', url: lms.registration.jwksUrl, count: expect.any(Number) }, ''],
      [{ kind: 'clock', seconds: expect.any(Number) }, ''],
      [{ kind: 'token', until: expect.any(Date) }, ''],
      [{ kind: 'line-items', count: expect.any(Number) }, ''],
      [{ kind: 'people', count: expect.any(Number) }, ''],
    ]);
    expect((await reportsByPlatform(services.sql)).get(platformId)?.items).toEqual(report?.items);
  });

  test('still shows what was kept before findings had names', async () => {
    await checkOnePlatform(services, platformId);
    await services.sql.query(`update platform_check set items = '[{"part":"clock","outcome":"ok","detail":"1 s behind"}]' where platform_id = $1`, [platformId]);
    expect((await reportsByPlatform(services.sql)).get(platformId)?.items).toEqual([{ part: 'clock', outcome: 'ok', detail: '1 s behind' }]);
  });

  test('says whether the notices that the LMS offers have been ordered, and why not', async () => {
    await server.made.database.query(`update notice_order set problem = '{"kind":"forbidden"}'`);
    expect(await found()).toEqual({ ...fine, notices: 'CHECK_NOTICES' });
    await server.made.database.query(`update notice_order set problem = null, ordered = '{LtiContextCopyNotice}'`);
    expect(await found()).toEqual({ ...fine, notices: 'ok' });
    await server.made.database.query(`update notice_order set ordered = '{}'`);
  });

  test.each([
    ['the gradebook fails', { services: ['line-items'], fault: { kind: 'server-error' } }, { 'line-items': 'CHECK_UNREACHABLE' }],
    ['the roster is no JSON', { services: ['memberships'], fault: { kind: 'invalid-json' } }, { roster: 'CHECK_UNREACHABLE' }],
    ['the gradebook throttles', { services: ['line-items'], fault: { kind: 'throttled', retryAfterSeconds: 5 } }, { 'line-items': 'CHECK_THROTTLED' }],
    ['the key set fails', { services: ['jwks'], fault: { kind: 'server-error' } }, { 'platform-keys': 'CHECK_PLATFORM_KEYS', clock: undefined }],
    ['the token endpoint fails', { services: ['token'], fault: { kind: 'server-error' } }, { token: 'CHECK_UNREACHABLE' }],
  ] as const)('says so when %s', async (_what, rule, expected) => {
    // tokens that are kept are used while no new ones are given
    await found();
    lms.faults.add({ ...rule, services: [...rule.services] });
    const { clock, ...others } = { ...fine, ...expected };
    expect(await found()).toEqual(clock === undefined ? others : { ...others, clock });
  });

  test('says that the LMS does not know the tool', async () => {
    expect(await found(await register({ clientId: 'unknown-there', deploymentIds: ['9'] }))).toMatchObject({ 'platform-keys': 'ok', token: 'CHECK_UNAUTHORIZED' });
  });

  test('says where to look when the server of a Moodle cannot read our keys', async () => {
    const apart = await startLocalLms({ port: 0, toolUrl: 'http://127.0.0.1:1', product: 'moodle' });
    const id = await register({ institution: 'Bada College', ...registrationOf(apart) });
    const report = await checkOnePlatform(services, id);
    await apart.close();
    expect(report?.items.find(({ part }) => part === 'token')).toMatchObject({ code: 'CHECK_UNAUTHORIZED', detail: 'token endpoint: 404: a page, “Error | Haneul”' });
  });

  test('says that another server answers under our name', async () => {
    const report = await checkOnePlatform({ ...services, toolKeys: { ...server.toolKeys, list: async () => [] } }, platformId);
    expect(report?.items[0]).toMatchObject({ part: 'tool-keys', outcome: 'failed', code: 'CHECK_TOOL_KEYS_FOREIGN' });
  });

  test('says that a key set at localhost is there for this machine only', async () => {
    expect((await checkOnePlatform(services, platformId))?.items[0]).toMatchObject({ outcome: 'ok', finding: { kind: 'local-address' } });
  });

  test('says that our name leads nowhere', async () => {
    const report = await checkOnePlatform({ ...services, publicUrl: 'http://127.0.0.1:1' }, platformId);
    expect(report?.items[0]).toMatchObject({ code: 'CHECK_TOOL_KEYS' });
  });

  test('says that the clocks differ', async () => {
    const later = { now: () => new Date(Date.now() + 120_000) };
    const report = await checkOnePlatform({ ...services, clock: later }, platformId);
    expect(report?.items.find(({ part }) => part === 'clock')).toMatchObject({ code: 'CHECK_CLOCK', finding: { kind: 'clock', seconds: expect.closeTo(-120, -1) } });
  });

  test('comes round once a day for a platform in use', async () => {
    const dayOf = (hours: number) => ({ checkedBefore: new Date(Date.now() - hours * 3_600_000), limit: 5 });
    await found();
    expect(await platformsDue(services.sql, dayOf(24))).toEqual([]);
    expect(await platformsDue(services.sql, dayOf(-1))).toEqual([platformId]);
    await services.sql.query('delete from platform_check');
    expect(await platformsDue(services.sql, dayOf(24))).toEqual([platformId]);
  });

  test('of a platform that is not there finds nothing', async () => {
    expect(await checkOnePlatform(services, 'no id')).toBeUndefined();
    expect(await checkOnePlatform(services, randomIds.next())).toBeUndefined();
  });
});
