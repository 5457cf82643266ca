import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { scope } from '../src/services/scopes.ts';
import { labPath, learner, openCampus, type Campus } from './campus.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
let client: ServiceClient;
beforeEach(async () => {
  campus = await openCampus();
  client = new ServiceClient(campus);
});
afterEach(() => campus.close());

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
