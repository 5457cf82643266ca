import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault, WrongLink } from '../src/faults.ts';
import { quirksOf } from '../src/quirks/products.ts';
import { scope } from '../src/services/scopes.ts';
import { labPath, learner, openCampus, otherLearner, type Campus } from './campus.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
let client: ServiceClient;
beforeAll(async () => {
  campus = await openCampus();
  client = new ServiceClient(campus);
});
afterEach(() => {
  campus.lms.faults.clear();
  campus.lms.quirks.replace(quirksOf('haneul'));
});
afterAll(() => campus.close());

const control = (body: unknown, type = 'application/json'): Promise<Response> =>
  fetch(`${campus.lms.url}/_local/faults`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

test('a throttled service says when to come back, as many times as was asked', async () => {
  campus.lms.faults.add({ services: ['token'], fault: { kind: 'throttled', retryAfterSeconds: 7 }, times: 1 });
  const first = await campus.tool.requestToken(scope.score);
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await campus.tool.requestToken(scope.score)).status).toBe(200);
});

test('a failing service fails until the faults are cleared', async () => {
  campus.lms.faults.add({ services: ['line-items', 'memberships'], fault: { kind: 'server-error' } });
  expect([(await client.call('lineitems')).status, (await client.call('memberships')).status]).toEqual([500, 500]);
  campus.lms.faults.clear();
  expect((await client.call('lineitems')).status).toBe(200);
});

test('an answer can be cut off in the middle of its JSON', async () => {
  campus.lms.faults.add({ services: ['token'], fault: { kind: 'invalid-json' } });
  const response = await campus.tool.requestToken(scope.score);
  await expect(response.json()).rejects.toThrow('JSON');
});

describe('a service that misbehaves', () => {
  test.each<[string, Fault, number, string]>([
    ['refuses a token that is good', { kind: 'unauthorized' }, 401, 'application/json'],
    ['answers with a page', { kind: 'html' }, 200, 'text/html'],
    ['shows a page where it did not expect something', { kind: 'html', status: 404 }, 404, 'text/html'],
    ['leads elsewhere', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, 302, 'text/plain'],
    ['says it did, with another status', { kind: 'answered', status: 202 }, 202, 'lineitemcontainer+json'],
  ])('%s', async (_case, fault, status, type) => {
    campus.lms.faults.add({ services: ['line-items'], fault });
    const token = await campus.tool.accessToken(scope.lineItem);
    const response = await fetch(`${campus.lms.url}/services/courses/101/lineitems`, { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
  });

  test('answers with more than anybody reads', async () => {
    campus.lms.faults.add({ services: ['line-items'], fault: { kind: 'oversized', bytes: 2_000_000 } });
    expect((await (await client.call('lineitems')).text()).length).toBeGreaterThan(2_000_000);
  });

  test('breaks off in the middle of its answer', async () => {
    await client.call('lineitems');
    campus.lms.faults.add({ services: ['line-items'], fault: { kind: 'truncated' } });
    await expect(client.call('lineitems').then((response) => response.text())).rejects.toThrow('terminated');
  });

  test('does not answer before its caller gives up', async () => {
    campus.lms.faults.add({ services: ['token'], fault: { kind: 'hangs' } });
    await expect(fetch(campus.lms.registration.tokenUrl, { method: 'POST', signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  });

  test('takes a score and says 202, and keeps its refusals', async () => {
    const score = { userId: otherLearner, scoreGiven: 9, timestamp: '2026-11-24T09:00:00Z' };
    campus.lms.faults.add({ services: ['scores'], fault: { kind: 'answered', status: 202 } });
    expect([(await client.postScore(score)).status, (await client.postScore(score)).status]).toEqual([202, 409]);
  });

  test('throttles with 403 as Canvas does', async () => {
    campus.lms.quirks.replace(['throttled-as-403']);
    campus.lms.faults.add({ services: ['token'], fault: { kind: 'throttled', retryAfterSeconds: 7 } });
    const response = await campus.tool.requestToken(scope.score);
    expect([response.status, await response.text(), response.headers.get('retry-after')]).toEqual([403, expect.stringContaining('Rate Limit Exceeded'), null]);
  });
});

describe('a wrong Link header', () => {
  const next = async (link: WrongLink, query = ''): Promise<string | null> => {
    campus.lms.faults.add({ services: ['memberships'], fault: { kind: 'wrong-link', link } });
    return (await client.call(`memberships${query}`)).headers.get('link');
  };
  const memberships = (): string => `${campus.lms.url}/services/courses/101/memberships`;

  test('leads to another origin, which answers', async () => {
    const address = /<(.+)>/.exec((await next('other-origin')) ?? '')?.[1] ?? '';
    expect(new URL(address).origin).toBe(campus.lms.url.replace('localhost', '127.0.0.1'));
    expect((await client.call(address)).status).toBe(200);
  });

  test('leads to itself', async () => expect(await next('itself')).toBe(`<${memberships()}>; rel="next"`));
  test('is no address', async () => expect(await next('malformed')).toBe('<http://[nowhere>; rel="next'));
  test('leads there', async () => expect(await next('ring')).toBe(`<${memberships()}?ring=there>; rel="next"`));
  test('and back', async () => expect(await next('ring', '?ring=there')).toBe(`<${memberships()}?ring=back>; rel="next"`));
});

test('a clock that is off dates the id_token so, until the faults are cleared', async () => {
  const ahead = async (): Promise<number> => {
    const browser = campus.browse();
    await browser.signIn(learner);
    await browser.follow(`${labPath}/launch`);
    return Number(campus.tool.lastLaunch.claims.iat) - Date.now() / 1000;
  };
  await control({ clockOffsetSeconds: 120 });
  expect(await ahead()).toBeGreaterThan(110);
  campus.lms.faults.putClockAhead(-30);
  expect(await ahead()).toBeLessThan(-25);
  campus.lms.faults.clear();
  expect(Math.abs(await ahead())).toBeLessThan(10);
});

test('a slow service answers late', async () => {
  await client.call('lineitems');
  campus.lms.faults.add({ services: ['line-items'], fault: { kind: 'slow', delayMs: 300 } });
  const began = performance.now();
  expect((await client.call('lineitems')).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThanOrEqual(290);
});

test('a lost reply leaves the score in the gradebook, so that the retry is a conflict', async () => {
  const score = { userId: learner, scoreGiven: 9, timestamp: '2026-11-24T09:00:00Z' };
  campus.lms.faults.add({ services: ['scores'], fault: { kind: 'lost-reply' }, times: 1 });
  await expect(client.postScore(score)).rejects.toThrow('fetch failed');
  expect((await client.postScore(score)).status).toBe(409);
});

test('an abrupt rotation withdraws the old key, a gentle one keeps it', async () => {
  const kids = async (): Promise<string[]> => ((await (await fetch(campus.lms.registration.jwksUrl)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  const [first] = await kids();
  await control({ rotateKeys: 'gentle' });
  const [kept, second] = await kids();
  expect(kept).toBe(first);
  await campus.lms.faults.rotateKeys('abrupt');
  const browser = campus.browse();
  await browser.signIn(learner);
  await browser.follow(`${labPath}/launch`);
  expect(await kids()).toEqual([campus.tool.lastLaunch.header.kid]);
  expect([first, second]).not.toContain(campus.tool.lastLaunch.header.kid);
});

test('faults can be set and seen over HTTP', async () => {
  const rule = { services: ['scores'], fault: { kind: 'server-error' }, times: 2 };
  expect(await (await control({ add: [rule] })).json()).toEqual({ rules: [rule] });
  expect(await (await control({ clear: true })).json()).toEqual({ rules: [] });
});

test.each<[string, unknown, string]>([
  ['an unknown fault', { add: [{ services: ['scores'], fault: { kind: 'meteor' } }] }, 'application/json'],
  ['a form, which any page could send', { clear: true }, 'text/plain'],
])('%s is not taken', async (_case, body, type) => {
  expect((await control(body, type)).status).toBe(400);
});
