import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gatherNotices } from '../src/adapters/postgres/gathered-notices.ts';
import { startLocalLms, type LocalLms } from '@cloudclass/local-lms';
import { domainEventSchema } from '../src/domain/events.ts';
import { randomIds } from '../src/ports/clock.ts';
import { followUps } from '../src/flow.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { sessionOf, SESSION_HEADER, signOut } from '../src/features/identity/session.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchBrowser, type BrowserOptions, type Page } from '@cloudclass/local-browser/launch-browser';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

const learner = '1001';
const instructor = '1006';
const administrator = '1008';
const activity = '/courses/101/activities/s3-static-site/launch?target=iframe';

let server: LaunchServer;
let lms: LocalLms;

beforeAll(async () => {
  server = await startLaunchServer();
  lms = await startLocalLms({ port: 0, toolUrl: server.url });
  const { deploymentId, ...registration } = lms.registration;
  await addPlatform({ sql: server.made.database, ids: randomIds }, { institution: 'Haneul University', ...registration, deploymentIds: [deploymentId] });
  await server.made.database.query(
    `insert into pack_version (pack_id, version, digest, pack, published_at) values ('s3-static-site', '1.0.0', 'old', '{}', now() - interval '1 day'), ('s3-static-site', '1.1.0', 'new', '{}', now()), ('s3-static-site', '1.0.1', 'correction', '{}', now() + interval '1 minute')`,
  );
});
afterAll(async () => {
  await lms.close();
  await server.close();
});

async function launch(personId: string, options: BrowserOptions = {}): Promise<{ page: Page; browser: LaunchBrowser }> {
  const browser = new LaunchBrowser(options);
  await browser.post(`${lms.url}/sign-in`, { person: personId, back: '/dashboard' });
  return { page: await browser.open(`${lms.url}${activity}`), browser };
}

const sessionIdIn = (page: Page): string => /\/s\/([\w-]{36})\//.exec(page.headers.get('location') ?? '')?.[1] ?? '';

async function sessionIn({ page, browser }: { page: Page; browser: LaunchBrowser }) {
  const id = sessionIdIn(page);
  const session = await sessionOf(server.deps, { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${browser.cookies.get(`127.0.0.1 cc_s_${id}`)}` });
  if (session.kind !== 'person') throw new Error('a launch opens a session of a person');
  return session;
}

describe('a launch from the LMS', () => {
  test('leads a learner to the lab page with a cookie for this session only', async () => {
    const { page } = await launch(learner);
    const id = sessionIdIn(page);
    expect(page.status).toBe(303);
    expect(page.headers.get('location')).toBe(`/s/${id}/lab`);
    expect(page.headers.getSetCookie().find((cookie) => cookie.startsWith(`cc_s_${id}=`))).toMatch(/; Path=\/; Max-Age=57600; HttpOnly; Secure; SameSite=None; Partitioned$/);
  });

  test('opens a session that knows who, where and as what', async () => {
    const session = await sessionIn(await launch(learner));
    expect(session).toMatchObject({ kind: 'person', actors: ['learner'], resourceLinkId: expect.any(String), launch: { messageType: 'LtiResourceLinkRequest', language: 'en', returnUrl: `${lms.url}/courses/101` } });
  });

  test('that is kept leads on, also when open pages cannot be told of it', async () => {
    const { tell } = server.deps;
    const lost: unknown[] = [];
    const down = () => Promise.reject(new Error('connection terminated'));
    const notices = gatherNotices({ query: down, transaction: down }, (error) => lost.push(error));
    Object.assign(server.deps, { tell: notices.tell });
    try {
      expect((await launch(learner)).page.status).toBe(303);
      await notices.flush();
      expect(lost).toHaveLength(1);
    } finally {
      Object.assign(server.deps, { tell });
    }
  });

  test('leads an instructor to the class', async () => {
    expect((await launch(instructor)).page.headers.get('location')).toMatch(/\/class$/);
  });

  test('makes an administrator of the institution a manager', async () => {
    expect((await sessionIn(await launch(administrator))).actors).toContain('manager');
  });

  test('takes at most three statements, login and launch together', async () => {
    await launch(learner);
    // what tells the open pages is sent a moment later
    await server.told();
    server.statements.length = 0;
    await launch(learner);
    await server.told();
    expect(server.statements.length).toBeLessThanOrEqual(3);
  });

  test('keeps one person, course and activity however often it happens', async () => {
    await Promise.all([launch(learner), launch(learner), launch(instructor)]);
    const count = (table: string) => one<{ n: number }>(server.made.database, `select count(*)::int as n from ${table}`);
    expect(await count('course')).toEqual({ n: 1 });
    expect(await count('resource_link')).toEqual({ n: 1 });
    expect(await one(server.made.database, `select count(*)::int as n from person where subject = $1`, [learner])).toEqual({ n: 1 });
  });

  test('pins the activity to the newest version of its pack, not to a later correction of an older one, and keeps the column it was given', async () => {
    await launch(learner);
    const link = await one<{ pack_version: string; ags: unknown }>(server.made.database, 'select pack_version, ags from resource_link');
    expect(link).toMatchObject({ pack_version: '1.1.0', ags: { lineitem: expect.stringContaining('/lineitem'), lineitems: expect.stringContaining('/lineitems') } });
  });

  test('raises a domain event of the agreed form, which leads to no job', async () => {
    await launch(learner);
    const { event } = await one<{ event: unknown }>(server.made.database, 'select event from event_outbox order by seq desc limit 1');
    expect(domainEventSchema.parse(event).body).toEqual({ type: 'activity.launched', roles: ['learner'] });
    expect(followUps('activity.launched')).toEqual([]);
  });

  test('cannot be posted twice, with or without the cookie of its browser', async () => {
    const browser = new LaunchBrowser();
    const posts: { body: URLSearchParams; cookie: string }[] = [];
    browser.onRequest = (url, init, cookie) => { if (url.endsWith('/lti/launch')) posts.push({ body: init.body as URLSearchParams, cookie }); };
    await browser.post(`${lms.url}/sign-in`, { person: learner, back: '/dashboard' });
    await browser.open(`${lms.url}${activity}`);
    for (const { body, cookie } of posts.flatMap((post) => [post, { ...post, cookie: '' }])) {
      const again = await fetch(`${server.url}/lti/launch`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
      expect([again.status, server.rejected.at(-1)?.error.code]).toEqual([409, 'LAUNCH_REPLAYED']);
    }
    expect(posts).toHaveLength(1);
  });
});

describe('a session', () => {
  test('of one tab does not end or change that of another', async () => {
    const first = await launch(learner);
    const second = { browser: first.browser, page: await first.browser.open(`${lms.url}${activity}`) };
    const [one, two] = [await sessionIn(first), await sessionIn(second)];
    expect(one.id).not.toBe(two.id);
    await signOut(server.deps, two);
    expect((await sessionIn(first)).id).toBe(one.id);
  });

  test('is refused without its header, without its secret and with another secret', async () => {
    const { page } = await launch(learner);
    const id = sessionIdIn(page);
    await expect(sessionOf(server.deps, { cookie: `cc_s_${id}=x` })).rejects.toMatchObject({ code: 'SESSION_HEADER_MISSING' });
    await expect(sessionOf(server.deps, { [SESSION_HEADER]: id })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    await expect(sessionOf(server.deps, { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${'x'.repeat(43)}` })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('ends when its person signs out', async () => {
    const launched = await launch(learner);
    const cookie = await signOut(server.deps, await sessionIn(launched));
    expect(cookie).toContain('Max-Age=0');
    await expect(sessionIn(launched)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});

describe('in a browser that keeps no cookie in a frame', () => {
  const framed = () => launch(learner, { blocks: '127.0.0.1' });
  const verify = (body: unknown) => fetch(`${server.url}/lti/verify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('the secret kept with the platform opens the session, by a token', async () => {
    const { page, browser } = await framed();
    const bootstrap = JSON.parse(page.text);
    expect(bootstrap).toMatchObject({ kind: 'verify', verifyUrl: '/lti/verify', storageTarget: '_parent', platformOrigin: lms.url });
    const answer = await (await verify({ state: bootstrap.state, secret: browser.storage.get(bootstrap.storageKey) })).json() as { sessionId: string; token: string; page: string };
    expect(answer.page).toBe('lab');
    const session = await sessionOf(server.deps, { [SESSION_HEADER]: answer.sessionId, authorization: `Bearer ${answer.token}` });
    expect(session.actors).toEqual(['learner']);
  });

  test('another secret opens nothing', async () => {
    const bootstrap = JSON.parse((await framed()).page.text);
    const refused = await verify({ state: bootstrap.state, secret: 'guessed' });
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'LAUNCH_BROWSER_MISMATCH' })]);
  });

  test('the proof is good once', async () => {
    const { page, browser } = await framed();
    const bootstrap = JSON.parse(page.text);
    const proof = { state: bootstrap.state, secret: browser.storage.get(bootstrap.storageKey) };
    await verify(proof);
    expect((await verify(proof)).status).toBe(409);
  });

  describe('a page that is loaded anew', () => {
    async function opened() {
      const { page, browser } = await framed();
      const bootstrap = JSON.parse(page.text);
      const secret = browser.storage.get(bootstrap.storageKey) ?? '';
      const first = await (await verify({ state: bootstrap.state, secret })).json() as { sessionId: string; token: string };
      return { ...first, secret, key: bootstrap.storageKey };
    }
    const reload = (sessionId: string, cookie = '') => fetch(`${server.url}/s/${sessionId}/lab`, { headers: { cookie } });
    const resume = async (body: unknown) => {
      const answer = await fetch(`${server.url}/lti/resume`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() as { sessionId: string; token: string; page: string; code: string } };
    };

    test('proves itself by the same secret, comes back where it was, and has a new token', async () => {
      const { sessionId, token, secret, key } = await opened();
      const bootstrap = await (await reload(sessionId)).json() as { state: string };
      expect(bootstrap).toMatchObject({ kind: 'verify', verifyUrl: '/lti/resume', storageKey: key, storageTarget: '_parent', platformOrigin: lms.url });
      expect(JSON.stringify(bootstrap)).not.toContain(secret);
      const { body } = await resume({ state: bootstrap.state, secret });
      expect(body).toEqual({ sessionId, token: expect.any(String), page: 'lab' });
      expect((await sessionOf(server.deps, { [SESSION_HEADER]: sessionId, authorization: `Bearer ${body.token}` })).id).toBe(sessionId);
      await expect(sessionOf(server.deps, { [SESSION_HEADER]: sessionId, authorization: `Bearer ${token}` })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    });

    test('gets nothing with another secret, with the secret of another launch, or with the ticket of the launch', async () => {
      const [mine, others] = [await opened(), await opened()];
      const { state } = await (await reload(mine.sessionId)).json() as { state: string };
      expect(await resume({ state, secret: 'guessed' })).toMatchObject({ status: 403, body: { code: 'LAUNCH_BROWSER_MISMATCH' } });
      expect(await resume({ state, secret: others.secret })).toMatchObject({ status: 403, body: { code: 'LAUNCH_BROWSER_MISMATCH' } });
      const bootstrap = JSON.parse((await framed()).page.text);
      expect(await resume({ state: bootstrap.state, secret: mine.secret })).toMatchObject({ status: 400, body: { code: 'LAUNCH_STATE_INVALID' } });
      expect((await verify({ state, secret: mine.secret })).status).toBe(400);
    });

    test('is not told of a storage when it has signed out, when it has a cookie, or when its session began with one', async () => {
      const ended = await opened();
      const { state } = await (await reload(ended.sessionId)).json() as { state: string };
      expect((await reload(ended.sessionId, `cc_s_${ended.sessionId}=x`)).status).toBe(404);
      await signOut(server.deps, await sessionOf(server.deps, { [SESSION_HEADER]: ended.sessionId, authorization: `Bearer ${ended.token}` }));
      expect((await reload(ended.sessionId)).status).toBe(404);
      expect(await resume({ state, secret: ended.secret })).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
      expect((await reload(sessionIdIn((await launch(learner)).page))).status).toBe(404);
    });
  });

  test('a window of its own asks whose launch it is, and goes on by a click on our page only', async () => {
    const { newWindowUrl } = JSON.parse((await framed()).page.text);
    const asked = await new LaunchBrowser().open(newWindowUrl);
    expect(asked.text).toContain('Continue as 김민준?');
    expect(asked.headers.get('x-frame-options')).toBe('DENY');
    const ticket = new URL(newWindowUrl).searchParams.get('ticket') ?? '';
    const confirm = (origin: string) => fetch(`${server.url}/lti/continue`, { method: 'POST', headers: { origin }, body: new URLSearchParams({ ticket }), redirect: 'manual' });
    expect((await confirm('https://elsewhere.example')).status).toBe(403);
    expect((await confirm(server.url)).headers.get('location')).toMatch(/^\/s\/[\w-]+\/lab$/);
  });
});

test('the tool publishes the public half of a key it keeps sealed', async () => {
  const { keys } = await (await fetch(`${server.url}/lti/keys`)).json() as { keys: Record<string, string>[] };
  expect(keys).toEqual([expect.objectContaining({ kty: 'RSA', alg: 'RS256', use: 'sig' })]);
  expect(keys[0]).not.toHaveProperty('d');
  const { sealed_private_key: sealed } = await one<{ sealed_private_key: string }>(server.made.database, 'select sealed_private_key from tool_key');
  expect(sealed).not.toContain('PRIVATE KEY');
});

test('answers of a launch are not kept by anybody; other addresses are left alone', async () => {
  const cacheControl = async (path: string) => (await fetch(server.url + path)).headers.get('cache-control');
  expect([await cacheControl('/lti/login'), await cacheControl('/lti/keys'), await cacheControl('/assets/x.js')]).toEqual(['no-store', 'public, max-age=300', null]);
});

test('a new key is published at once and signs later', async () => {
  const [before] = await server.toolKeys.list();
  const { kid } = await server.toolKeys.rotate();
  const { keys } = await (await fetch(`${server.url}/lti/keys`)).json() as { keys: { kid: string }[] };
  expect(keys.map((key) => key.kid)).toEqual([kid, before?.kid]);
  expect((await server.toolKeys.list()).map(({ active }) => active)).toEqual([false, true]);
});
