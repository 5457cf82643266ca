import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { systemClock } from '../src/ports/clock.ts';
import { claim } from '../src/features/launch/claims.ts';
import { MOST_NOTICES } from '../src/domain/notice-limits.ts';
import { createNoticeOrders, type OrderDeps } from '../src/features/launch/notices/order-notices.ts';
import type { Configuration } from '../src/features/configuration/configuration.ts';
import { activityLab } from '../src/features/configuration/configuration-store.ts';
import { platformIdSchema } from '../src/domain/ids.ts';
import { inActivity } from '../src/pages/rights.ts';
import { one } from '../src/ports/sql.ts';
import { ChooseWorld, INSTRUCTOR, LEARNER, THREE_STEPS } from './choose-world.ts';
import { LaunchPlatform, type Claims } from './launch-platform.ts';
import { closing, listening, outbound, sealer } from './launch-server.ts';

let world: ChooseWorld;
let platform: LaunchPlatform;
let services: ReturnType<typeof createPlatformServices>;
beforeAll(async () => {
  world = await ChooseWorld.start();
  platform = await LaunchPlatform.start(world.server);
  services = createPlatformServices({ databaseUrl: world.server.made.url, sealer, outbound, clock: systemClock, sign: world.server.toolKeys.sign, allowPrivateAddresses: true });
});
afterEach(() => world.lms.faults.clear());
afterAll(async () => {
  await services.close();
  await platform.close();
  await world.close();
});

const launchPath = (activity: string): string => `${activity}/launch?target=iframe`;
/** Orders what is due. @returns how many orders were placed */
async function order(clock = systemClock, orderNotice: OrderDeps['services']['orderNotice'] = services.orderNotice): Promise<number> {
  const outcomes: string[] = [];
  const counting: typeof orderNotice = async (one) => {
    const outcome = await orderNotice(one);
    outcomes.push(outcome.kind);
    return outcome;
  };
  const orders = createNoticeOrders({ sql: world.server.made.database, clock, publicUrl: world.server.url, services: { orderNotice: counting }, onProblem: (_order, error) => outcomes.push(String(error)) });
  await orders.begin();
  await orders.settled();
  return outcomes.filter((kind) => kind === 'ordered').length;
}
const tomorrow = { now: () => new Date(Date.now() + 86_400_000 + 60_000) };

async function configurationAt(path: string, person = LEARNER): Promise<Configuration | null | undefined> {
  const { session } = await world.launched(await world.signedIn(person), path);
  return (await activityLab(world.server.made.database, inActivity(session, 'learner', 'instructor')))?.configuration;
}

/** Copies a course of the local LMS. @returns the paths of the copied activities */
async function copied(course: string): Promise<string[]> {
  const browser = await world.signedIn(INSTRUCTOR);
  const page = await browser.open(`${world.lms.url}/courses/${course}/copy`, { method: 'POST' });
  const copy = new URL(page.url).pathname.split('/').at(-1) ?? '';
  return world.activities(browser, copy);
}

/** A launch offers notices, and none has been ordered. */
async function offered(): Promise<void> {
  await world.server.made.database.query('delete from notice_order');
  await world.launched(await world.signedIn(LEARNER), launchPath('/courses/101/activities/s3-static-site'));
}

describe('ordering notices', () => {
  beforeEach(offered);

  test('follows a launch that offers them, once, at our address', async () => {
    expect(await order()).toBe(2);
    expect(await order(tomorrow)).toBe(0);
    expect(await one(world.server.made.database, 'select ordered, problem from notice_order')).toEqual({ ordered: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'], problem: null });
  });

  test('says how many of them are taken at once, for more are refused and no platform sends them again', async () => {
    const { id } = await one<{ id: string }>(world.server.made.database, 'select id from platform where client_id = $1', [world.lms.registration.clientId]);
    const asked: unknown[] = [];
    const service = createServer((request, response) => { text(request).then((body) => { asked.push(JSON.parse(body)); response.end('{}'); }, () => response.destroy()); });
    const serviceUrl = await listening(service);
    expect(await services.orderNotice({ platformId: platformIdSchema.parse(id), serviceUrl, type: 'LtiContextCopyNotice', handlerUrl: `${world.server.url}/lti/notices` })).toEqual({ kind: 'ordered' });
    await closing(service);
    expect(asked).toEqual([{ notice_type: 'LtiContextCopyNotice', handler: `${world.server.url}/lti/notices`, max_batch_size: MOST_NOTICES }]);
  });

  test('tries again later when the platform does not answer as it should', async () => {
    world.lms.faults.add({ services: ['notice-handlers'], fault: { kind: 'server-error' } });
    expect(await order()).toBe(0);
    expect(await order()).toBe(0);
    world.lms.faults.clear();
    expect(await order(tomorrow)).toBe(2);
  });

  test('of a platform that does not answer keeps no other waiting', async () => {
    const { database } = world.server.made;
    await database.query(`update notice_order set ordered = '{}', next_attempt_at = '2026-01-01'`);
    const { id } = await one<{ id: string }>(
      database,
      `with other as (
         insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, jwks_url)
         select gen_random_uuid(), institution_id, issuer || '/elsewhere', client_id, authorization_url, token_url, jwks_url from platform where client_id = $1 returning id, institution_id
       ), offered as (
         insert into notice_order (platform_id, deployment_id, institution_id, service_url, supported, next_attempt_at)
         select id, '1', institution_id, 'https://elsewhere.example', '{LtiHelloWorldNotice}', '2026-01-01' from other
       )
       select id from other`,
      [world.lms.registration.clientId],
    );
    const happens = new EventEmitter();
    const otherIsAsked = once(happens, 'the other is asked');
    const placed = await order(systemClock, async ({ platformId }) => {
      if (platformId === id) happens.emit('the other is asked');
      else await otherIsAsked;
      return { kind: 'ordered' };
    });
    expect(placed).toBe(3);
  });
});

describe('a copied course', () => {
  beforeAll(async () => {
    await offered();
    await order();
  });

  test('keeps its labs as they were chosen, by the parameters that the links carry', async () => {
    const original = (await world.placed([THREE_STEPS])).at(-1) ?? '';
    const before = await configurationAt(launchPath(original));
    const after = await configurationAt(launchPath((await copied('201')).at(-1) ?? ''));
    expect(after).toEqual(before);
    expect(after?.points).toBe(50);
  });

  test('keeps what was changed in the origin since, and changes nothing there when it is changed itself', async () => {
    const original = launchPath((await world.placed([{ ...THREE_STEPS, title: 'Changed since' }])).at(-1) ?? '');
    const { session } = await world.launched(await world.signedIn(INSTRUCTOR), original);
    await world.choose.configureActivity(session, { ...THREE_STEPS, points: 30 });
    const copy = launchPath((await copied('201')).at(-1) ?? '');
    expect((await configurationAt(copy))?.points).toBe(30);
    const inCopy = await world.launched(await world.signedIn(INSTRUCTOR), copy);
    await world.choose.configureActivity(inCopy.session, { ...THREE_STEPS, points: 20 });
    expect([(await configurationAt(copy))?.points, (await configurationAt(original))?.points]).toEqual([20, 30]);
  });

  test('is known from the platform’s notice before anybody opens it, with the origin’s unit', async () => {
    const sql = world.server.made.database;
    await world.placed([THREE_STEPS]);
    await sql.query(`with u as (insert into business_unit (id, institution_id, name) select gen_random_uuid(), institution_id, 'Engineering' from course where lti_context_id = '201' returning id) update course set unit_id = u.id from u where lti_context_id = '201'`);
    const [path = ''] = await copied('201');
    const copyId = path.split('/')[2];
    expect(await one(sql, `select u.name as unit, o.lti_context_id as origin from course c join course_origin x on x.course_id = c.id join course o on o.id = x.origin_course_id left join business_unit u on u.id = c.unit_id where c.lti_context_id = $1`, [copyId])).toEqual({ unit: 'Engineering', origin: '201' });
  });
});

/** A launch by hand of a link, with what its platform says of where it was copied from. */
const linked = (link: string, { context = 'by-hand-course', custom = {}, title = 'Lab' }: { context?: string; custom?: object; title?: string } = {}) => (claims: Claims): Claims => ({
  ...claims, [claim.context]: { id: context, title: context }, [claim.resourceLink]: { id: link, title }, [claim.custom]: custom,
});

const labOf = (link: string): Promise<object> => one(world.server.made.database, `select r.pack_id, k.points from resource_link r join course c on c.id = r.course_id left join activity_configuration k on k.id = r.configuration_id where r.lti_resource_link_id = $1 and c.platform_id = (select id from platform where issuer = $2)`, [link, platform.url]);

/** A link of the platform by hand that is set to some points, thirty unless said. */
async function configuredLink(link: string, { points = 30, ...more }: { context?: string; title?: string; points?: number } = {}): Promise<void> {
  await platform.launch(linked(link, { ...more, custom: { pack: 's3-static-site' } }));
  await world.server.made.database.query(
    `with k as (insert into activity_configuration (id, institution_id, pack_id, pack_version, step_ids, points, created_at)
       select gen_random_uuid(), r.institution_id, r.pack_id, r.pack_version, '{create-bucket}', $2, now() from resource_link r where lti_resource_link_id = $1 returning id)
     update resource_link set configuration_id = k.id from k where lti_resource_link_id = $1`,
    [link, points],
  );
}

describe('a link whose platform says what it was copied from', () => {
  test.each(['resource_link_id_history', 'link_history', 'ResourceLink.id.history'])('opens the lab of its origin by %s, the nearest first', async (name) => {
    await configuredLink(`origin of ${name}`);
    await configuredLink(`older of ${name}`, { points: 60 });
    await platform.launch(linked(`copy by ${name}`, { custom: { [name]: `unknown,${encodeURIComponent(`origin of ${name}`)},${encodeURIComponent(`older of ${name}`)}` } }));
    expect(await labOf(`copy by ${name}`)).toEqual({ pack_id: 's3-static-site', points: 30 });
  });

  test('opens the lab of the same title in the course its course was copied from', async () => {
    await configuredLink('titled', { context: 'spring', title: 'Week 2 lab' });
    await platform.launch(linked('titled-copy', { context: 'autumn', title: 'Week 2 lab', custom: { context_id_history: 'summer,spring' } }));
    expect(await labOf('titled-copy')).toEqual({ pack_id: 's3-static-site', points: 30 });
  });

  test('opens none where two activities of the origin have its title', async () => {
    await configuredLink('twin-1', { context: 'twins', title: 'Twin' });
    await configuredLink('twin-2', { context: 'twins', title: 'Twin' });
    await platform.launch(linked('twin-copy', { context: 'twins-copy', title: 'Twin', custom: { 'Context.id.history': 'twins' } }));
    expect(await labOf('twin-copy')).toEqual({ pack_id: null, points: null });
  });

  test('never opens a lab of another institution: of its configuration only the pack counts', async () => {
    await world.placed([THREE_STEPS]);
    const { id } = await one<{ id: string }>(world.server.made.database, `select k.id from activity_configuration k join institution i on i.id = k.institution_id where i.name = 'Haneul University' limit 1`);
    await platform.launch(linked('foreign', { custom: { pack: 's3-static-site', configuration: id, link_history: 's3-static-site' } }));
    expect(await labOf('foreign')).toEqual({ pack_id: 's3-static-site', points: null });
  });

  test.each([['an unresolved variable', '$ResourceLink.id.history'], ['broken escapes', '%E0%A4%A'], ['nothing', null], ['a number', 7]])('takes %s for no history', async (what, value) => {
    await platform.launch(linked(`odd ${what}`, { custom: { link_history: value, configuration: value } }));
    expect(await labOf(`odd ${what}`)).toEqual({ pack_id: null, points: null });
  });
});

describe('choosing again in the platform', () => {
  const choiceOf = (points: number) => world.choosing('201').then(async ({ session }) => {
    await world.choose.answerDeepLinking(session, [{ ...THREE_STEPS, points }]);
    return (await one<{ id: string }>(world.server.made.database, 'select id from activity_configuration order by created_at desc limit 1')).id;
  });

  test('is followed by the activity', async () => {
    const [first, second] = [await choiceOf(40), await choiceOf(45)];
    const owner = `update activity_configuration set institution_id = (select institution_id from platform where issuer = $1) where id = any ($2)`;
    await world.server.made.database.query(owner, [platform.url, [first, second]]);
    await platform.launch(linked('again', { custom: { pack: 's3-static-site', configuration: first } }));
    expect(await labOf('again')).toMatchObject({ points: 40 });
    await platform.launch(linked('again', { custom: { pack: 's3-static-site', configuration: second } }));
    expect(await labOf('again')).toMatchObject({ points: 45 });
  });
});

describe('a notice', () => {
  const notice = (change: (claims: Claims) => Claims = (claims) => claims): Claims => {
    const now = Math.floor(Date.now() / 1000);
    return change({
      iss: platform.url, aud: platform.clientId, iat: now, exp: now + 3600, nonce: 'n',
      [claim.version]: '1.3.0', [claim.deploymentId]: platform.deploymentId,
      [claim.notice]: { id: crypto.randomUUID(), timestamp: new Date().toISOString(), type: 'LtiContextCopyNotice' },
      [claim.context]: { id: 'copy-of-hand', title: 'Copy' }, [claim.originContexts]: ['by-hand-course'],
    });
  };
  const post = (body: unknown): Promise<Response> => fetch(`${world.server.url}/lti/notices`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const send = async (...claims: Claims[]): Promise<Response> => post({ notices: await Promise.all(claims.map(async (each) => ({ jwt: await platform.sign(each) }))) });
  const kept = () => one<{ n: number }>(world.server.made.database, 'select count(*)::int as n from platform_notice').then(({ n }) => n);

  test('takes effect once, also when it comes twice at once', async () => {
    const copy = notice();
    const before = await kept();
    const answers = await Promise.all([send(copy), send(copy), send(copy, copy)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await kept()).toBe(before + 1);
  });

  test('of a type we did not order is taken and changes nothing', async () => {
    expect((await send(notice((claims) => ({ ...claims, [claim.notice]: { id: 'asset', type: 'LtiAssetProcessorSubmissionNotice' } })))).status).toBe(200);
  });

  test.each<[string, (claims: Claims) => Claims, string]>([
    ['of a platform that is not registered', (claims) => ({ ...claims, iss: 'https://elsewhere.example' }), 'NOTICE_PLATFORM_UNKNOWN'],
    ['for another tool', (claims) => ({ ...claims, aud: 'another' }), 'NOTICE_PLATFORM_UNKNOWN'],
    ['for several without saying for whom', (claims) => ({ ...claims, aud: ['by-hand', 'another'] }), 'NOTICE_MALFORMED'],
    ['of another deployment', (claims) => ({ ...claims, [claim.deploymentId]: 'elsewhere' }), 'LAUNCH_DEPLOYMENT_UNKNOWN'],
    ['that has expired', (claims) => ({ ...claims, iat: 1, exp: 2 }), 'LAUNCH_EXPIRED'],
    ['without an expiry', ({ exp: _exp, ...claims }) => claims, 'LAUNCH_EXPIRED'],
    ['of another version', (claims) => ({ ...claims, [claim.version]: '1.1' }), 'LAUNCH_VERSION'],
    ['without an id', (claims) => ({ ...claims, [claim.notice]: { type: 'LtiContextCopyNotice' } }), 'NOTICE_MALFORMED'],
    ['of a copy without its course', ({ [claim.context]: _context, ...claims }) => claims, 'NOTICE_MALFORMED'],
  ])('%s is refused', async (_what, change, code) => {
    const before = await kept();
    const answer = await send(notice(change));
    expect(await answer.json()).toMatchObject({ code, correlationId: expect.any(String) });
    expect(await kept()).toBe(before);
  });

  test('that somebody else signed is refused, and does not keep the good one beside it out', async () => {
    const [good, bad] = [notice(), notice()];
    const before = await kept();
    const jwt = (await platform.sign(bad)).split('.');
    const answer = await post({ notices: [{ jwt: [jwt[0], jwt[1], (await platform.sign(good)).split('.')[2]].join('.') }, { jwt: await platform.sign(good) }] });
    expect(await answer.json()).toMatchObject({ code: 'LAUNCH_SIGNATURE' });
    expect(await kept()).toBe(before + 1);
  });

  test('of a copy is taken whatever its course is called, and however long its history is', async () => {
    const before = await kept();
    const copy = (id: string, title: unknown, origins: unknown): Claims => notice((claims) => ({ ...claims, [claim.context]: { id, title }, [claim.originContexts]: origins }));
    const answer = await send(copy('untitled', null, ['by-hand-course', 5]), copy('long', 'x'.repeat(2_000), Array.from({ length: 200 }, (_, at) => `course-${at}`)), copy('turned', '\u202eabc\r\ndef', null));
    expect([answer.status, await kept()]).toEqual([200, before + 3]);
    const courses = await world.server.made.database.query<{ title: string }>(`select title from course where lti_context_id in ('untitled', 'long', 'turned') order by lti_context_id`);
    expect(courses.map(({ title }) => title)).toEqual(['x'.repeat(500), 'abc def', 'untitled']);
  });

  test.each([[{}], [{ notices: 'x' }], [{ notices: [{}] }]])('%j is not of the form', async (body) => {
    expect((await post(body)).status).toBe(400);
  });
});
