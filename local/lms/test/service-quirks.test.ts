import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { quirksOf } from '../src/quirks/products.ts';
import type { Quirk } from '../src/quirks/quirk-list.ts';
import { mediaType } from '../src/services/media-types.ts';
import { scope } from '../src/services/scopes.ts';
import { assistant, instructor, learner, openCampus, type Campus } from './campus.ts';
import { asUsual, having, lacking } from './quirk-switches.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus({ extraLearners: 12 })));
afterEach(() => asUsual(campus));
afterAll(() => campus.close());

const nine = '2026-11-24T09:00:00.000Z';

describe('the token endpoint', () => {
  test.each<[Quirk[], Record<string, unknown>, number]>([
    [['token-audience-any'], { aud: 'https://elsewhere.example' }, 200],
    [['token-audience-exact'], { aud: 'ISSUER' }, 401],
    [['token-audience-exact', 'token-refusal-is-400'], { aud: 'TOKEN/' }, 400],
    [['token-refusal-is-400'], { jti: undefined }, 400],
  ])('with %j answers %j with %i', async (quirks, overrides, status) => {
    having(campus, ...quirks);
    const aud = String(overrides['aud'] ?? campus.lms.registration.tokenUrl).replace('ISSUER', campus.lms.issuer).replace('TOKEN', campus.lms.registration.tokenUrl);
    expect((await campus.tool.requestToken(scope.score, { ...overrides, aud })).status).toBe(status);
  });

  test('refuses scopes it does not drop', async () => {
    lacking(campus, 'scopes-silently-dropped');
    const response = await campus.tool.requestToken(`${scope.score} https://example.org/unknown`);
    expect(await response.json()).toMatchObject({ error: 'invalid_scope' });
  });

  test('grants no score scope that is withheld', async () => {
    having(campus, 'score-scope-withheld');
    const response = await campus.tool.requestToken(`${scope.score} ${scope.lineItem}`);
    expect(await response.json()).toMatchObject({ scope: scope.lineItem });
  });

  test('calls a token HTML, as Moodle does', async () => {
    having(campus, 'token-typed-as-html');
    const response = await campus.tool.requestToken(scope.score);
    expect([response.headers.get('content-type'), await response.json()]).toEqual(['text/html; charset=utf-8', expect.objectContaining({ token_type: 'Bearer' })]);
  });

  test.each([['does not read JSON', quirksOf('haneul'), 400], ['reads JSON where form encoding is not the only one', [], 401]] as const)('%s', async (_case, quirks, status) => {
    campus.lms.quirks.replace(quirks);
    const body = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: 'x', scope: scope.score };
    const response = await fetch(campus.lms.registration.tokenUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(response.status).toBe(status);
  });
});

describe('a service', () => {
  const client = (): ServiceClient => new ServiceClient(campus);

  test('turns away whoever sends no User-Agent', async () => {
    having(campus, 'user-agent-required');
    const response = await fetch(`${campus.lms.url}/services/courses/101/lineitems`, { headers: { 'user-agent': '' } });
    expect(response.status).toBe(403);
  });

  test('answers a missing scope with 401 where it does not know 403', async () => {
    having(campus, 'missing-scope-is-401');
    expect((await client().call('memberships', { token: await campus.tool.accessToken(scope.score) })).status).toBe(401);
  });

  test('answers a token it does not know with 400 and a word where it does not know 401', async () => {
    having(campus, 'unknown-token-is-400');
    const response = await client().call('memberships', { token: 'of-yesterday' });
    expect([response.status, await response.json()]).toEqual([400, { error: 'signature_error' }]);
  });

  test.each([['application/json'], ['*/*'], [mediaType.lineItemContainer]])('of line items that is exact about media types answers %s', async (accept) => {
    having(campus, 'exact-media-types');
    expect((await client().call('lineitems', { accept })).status).toBe(accept === mediaType.lineItemContainer ? 200 : 400);
  });

  test('garbles the Link header of line items as Moodle does', async () => {
    await client().createLineItem({ label: 'One more', scoreMaximum: 1 });
    having(campus, 'line-item-links-garbled');
    const link = Buffer.from((await client().call('lineitems?limit=1')).headers.get('link') ?? '', 'latin1').toString('utf8');
    expect(link).toMatch(/limit=1&amp;from=1>; rel=“next”$/);
  });

  test('makes pages of ten and names them all', async () => {
    having(campus, 'pages-of-ten', 'links-name-all-pages');
    const response = await client().call('memberships');
    expect(((await response.json()) as { members: unknown[] }).members).toHaveLength(10);
    expect(response.headers.get('link')).toMatch(/rel="current", .*from=10>; rel="next", .*from=0>; rel="first"/);
  });

  test('breaks at a limit on results', async () => {
    having(campus, 'results-limit-breaks');
    const response = await client().call('lineitems/1/lineitem/results?limit=1', { accept: mediaType.resultContainer });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  test('sends whoever asks for results without a slash at the end to the address with one', async () => {
    having(campus, 'results-end-in-slash');
    const plain = 'lineitems/1/lineitem/results';
    // the client follows, and says where it came to
    const response = await client().call(`${plain}?user_id=1004`, { accept: mediaType.resultContainer });
    expect([response.redirected, response.status, new URL(response.url).pathname]).toEqual([true, 200, `/services/courses/101/${plain}/`]);
  });

  test('has line item addresses without a query where that is no quirk', async () => {
    lacking(campus, 'line-item-query');
    expect(await (await client().call('lineitems/1/lineitem')).json()).toMatchObject({ id: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem` });
  });

  test.each([['makes a line item of the same resource again', quirksOf('haneul'), 2], ['gives the line item that is there for the resource', [], 1]] as const)('%s', async (_case, quirks, count) => {
    campus.lms.quirks.replace(quirks);
    const resourceId = `res-${count}`;
    for (let times = 0; times < 2; times += 1) await client().createLineItem({ label: 'Same', scoreMaximum: 5, resourceId });
    expect(await (await client().call(`lineitems?resource_id=${resourceId}`)).json()).toHaveLength(count);
  });

  test('hides links of others behind 403 where it does not say 404', async () => {
    having(campus, 'foreign-link-is-403');
    expect((await client().createLineItem({ label: 'x', scoreMaximum: 1, resourceLinkId: 'nowhere' })).status).toBe(403);
  });

  test.each<[Quirk, number]>([['ungradable-is-400', 400], ['ungradable-is-422', 422]])('with %s answers the score of an instructor with %i', async (quirk, status) => {
    having(campus, quirk);
    expect((await client().postScore({ userId: instructor, scoreGiven: 1, timestamp: nine })).status).toBe(status);
  });

  test('takes no score while grades are locked, and says so by its media type alone', async () => {
    having(campus, 'grades-locked');
    const response = await client().postScore({ userId: '1011', scoreGiven: 1, timestamp: nine });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([500, 'application/vnd.ims.lis.v1.score+json; charset=utf-8', '[]']);
  });

  test('answers a score with 200 and nothing', async () => {
    having(campus, 'score-answered-with-200');
    const response = await client().postScore({ userId: '1003', scoreGiven: 1, timestamp: nine });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('leaves an older score aside where that is no conflict', async () => {
    await client().postScore({ userId: '1004', scoreGiven: 9, timestamp: nine });
    lacking(campus, 'older-score-is-conflict');
    expect((await client().postScore({ userId: '1004', scoreGiven: 1, timestamp: '2026-11-24T08:00:00.000Z' })).status).toBe(204);
    const results = await client().call('lineitems/1/lineitem/results?user_id=1004', { accept: mediaType.resultContainer });
    expect(await results.json()).toMatchObject([{ resultScore: 90 }]);
  });

  test('wants a score of a later second than the arrival of the last one', async () => {
    having(campus, 'score-after-arrival');
    await client().postScore({ userId: '1005', scoreGiven: 9, timestamp: '2020-01-01T00:00:00Z' });
    expect((await client().postScore({ userId: '1005', scoreGiven: 8, timestamp: '2021-01-01T00:00:00Z' })).status).toBe(409);
    expect((await client().postScore({ userId: '1005', scoreGiven: 8, timestamp: '2099-01-01T00:00:00Z' })).status).toBe(204);
  });

  test('answers an older score with 400 and the reason', async () => {
    having(campus, 'older-score-is-400');
    await client().postScore({ userId: '1009', scoreGiven: 9, timestamp: nine });
    const again = await client().postScore({ userId: '1009', scoreGiven: 9, timestamp: nine });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('before last updated timestamp')]);
  });

  test('answers an older score with 400 and the name of the field', async () => {
    having(campus, 'older-score-is-400-by-field');
    await client().postScore({ userId: '1010', scoreGiven: 9, timestamp: nine });
    const again = await client().postScore({ userId: '1010', scoreGiven: 9, timestamp: nine });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('can only be updated to a later point in time')]);
  });

  test('takes a score as old as the one on record where only older ones are refused', async () => {
    having(campus, 'older-score-is-400', 'equal-score-is-taken');
    const post = (timestamp: string): Promise<Response> => client().postScore({ userId: '1010', scoreGiven: 9, timestamp });
    expect([await post(nine), await post(nine), await post('2026-11-24T08:59:59.999Z')].map(({ status }) => status)).toEqual([204, 204, 400]);
  });

  describe('that makes submissions of scores', () => {
    const submission = 'https://canvas.instructure.com/lti/submission';
    let second = 0;
    const post = async (userId: string, more: object): Promise<number> => (await client().postScore({ userId, scoreGiven: 9, timestamp: new Date(Date.parse(nine) + (second += 1) * 1000).toISOString(), ...more })).status;
    async function attemptOf(userId: string): Promise<string | undefined> {
      const browser = campus.browse();
      await browser.signIn(userId);
      return /attempt (\d+)/.exec((await browser.get('/courses/101/grades')).text)?.[1];
    }

    test('counts each as an attempt, but those that say they are none or have the time of the last', async () => {
      having(campus, 'score-is-submission');
      const at = { submission: { submittedAt: '2026-11-24T08:00:00.000Z' } };
      const attempts = [];
      for (const more of [{ [submission]: { new_submission: false } }, {}, at, at, { [submission]: { submitted_at: '2026-11-24T08:00:00.000Z' } }, { [submission]: { new_submission: true } }]) {
        await post('1011', more);
        attempts.push(await attemptOf('1011'));
      }
      expect(attempts).toEqual([undefined, '1', '2', '2', '2', '3']);
    });

    test('refuses one too many, and one from the future', async () => {
      having(campus, 'score-is-submission', 'one-attempt-allowed');
      expect([await post('1012', { submission: { submittedAt: '2099-01-01T00:00:00Z' } }), await post('1012', {}), await post('1012', {}), await post('1012', { [submission]: { new_submission: false } })]).toEqual([400, 204, 422, 204]);
    });
  });

  test('names roles shortly, and a teaching assistant Learner, in the roster', async () => {
    having(campus, 'short-roles-in-roster', 'assistant-is-learner-in-roster');
    const { members } = (await (await client().call('memberships')).json()) as { members: { user_id: string; roles: string[] }[] };
    const rolesOf = (id: string) => members.find(({ user_id: userId }) => userId === id)?.roles;
    expect([rolesOf(learner), rolesOf(instructor), rolesOf(assistant)]).toEqual([['Learner'], ['Instructor'], ['Learner']]);
  });
});
