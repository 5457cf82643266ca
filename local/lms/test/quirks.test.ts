import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { claim } from '../src/platform/claims.ts';
import { products, quirksOf } from '../src/quirks/products.ts';
import type { Quirk } from '../src/quirks/quirk-list.ts';
import { mediaType } from '../src/services/media-types.ts';
import { scope } from '../src/services/scopes.ts';
import { assistant, instructor, labPath, learner, openCampus, type Campus } from './campus.ts';
import { deepLinkingPayload } from './deep-linking-answer.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus({ extraLearners: 12 })));
afterEach(() => {
  campus.lms.quirks.replace(quirksOf('haneul'));
  campus.tool.authorizationOverrides = {};
});
afterAll(() => campus.close());

/** The LMS's own ways, and these on top. */
const having = (...quirks: Quirk[]): void => campus.lms.quirks.replace([...quirksOf('haneul'), ...quirks]);
const lacking = (quirk: Quirk): void => campus.lms.quirks.replace(quirksOf('haneul').filter((each) => each !== quirk));

async function launchAs(personId: string, path = `${labPath}/launch`) {
  const browser = campus.browse();
  await browser.signIn(personId);
  return browser.follow(path);
}

async function claimsOf(personId: string): Promise<Record<string, unknown>> {
  await launchAs(personId);
  return campus.tool.lastLaunch.claims;
}

const nine = '2026-11-24T09:00:00.000Z';

describe('a launch', () => {
  test.each<[Quirk, Record<string, unknown>]>([
    ['audience-list', { aud: ['another-tool', 'cloudclass-local'], azp: 'cloudclass-local' }],
    ['audience-with-azp', { aud: 'cloudclass-local', azp: 'cloudclass-local' }],
    ['launch-has-nbf', { nbf: expect.any(Number) }],
    ['null-titles', { [claim.resourceLink]: { id: 's3-static-site', title: null, description: null } }],
    ['custom-null', { [claim.custom]: { pack: 's3-static-site', closes_at: null } }],
    ['custom-unresolved', { [claim.custom]: { pack: 's3-static-site', bogus: '$No.SuchVar' } }],
  ])('with %s says so', async (quirk, claims) => {
    having(quirk);
    expect(await claimsOf(learner)).toMatchObject(claims);
  });

  test.each<[Quirk, string[]]>([
    ['anonymous', ['sub', 'name', 'email']],
    ['no-name', ['name', 'given_name', 'family_name']],
    ['no-email', ['email']],
    ['no-grade-service', [claim.ags]],
    ['no-roster-service', [claim.nrps]],
    ['no-context', [claim.context]],
    ['no-custom', [claim.custom]],
  ])('with %s leaves it out', async (quirk, absent) => {
    expect(Object.keys(await claimsOf(learner))).toEqual(expect.arrayContaining(absent));
    having(quirk);
    const claims = await claimsOf(learner);
    expect(absent.filter((name) => name in claims)).toEqual([]);
  });

  test.each<[Quirk, number]>([['launch-lives-30-min', 1800], ['launch-lives-an-hour', 3600]])('with %s lives %i seconds', async (quirk, seconds) => {
    campus.lms.quirks.replace([quirk]);
    const { iat, exp } = await claimsOf(learner);
    expect(Number(exp) - Number(iat)).toBe(seconds);
  });

  test('of a teaching assistant has the plain role where the platform knows no sub-role', async () => {
    having('assistant-only-instructor');
    expect((await claimsOf(assistant))[claim.roles]).toEqual(['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor']);
  });

  test('names the first of two line items, unless the claim vanishes then', async () => {
    const made = await new ServiceClient(campus).createLineItem({ label: 'Quiz', scoreMaximum: 20, resourceLinkId: 's3-static-site' });
    const { id } = (await made.json()) as { id: string };
    expect((await claimsOf(learner))[claim.ags]).not.toHaveProperty('lineitem');
    lacking('line-item-claim-vanishes');
    expect((await claimsOf(learner))[claim.ags]).toHaveProperty('lineitem', expect.stringContaining('/lineitems/1/lineitem'));
    await new ServiceClient(campus).call(id, { method: 'DELETE' });
  });

  test('names an empty line item where the activity has none', async () => {
    const quirky = await openCampus({ product: 'moodle' });
    try {
      await new ServiceClient(quirky).call('lineitems/1/lineitem', { method: 'DELETE' });
      const browser = quirky.browse();
      await browser.signIn(learner);
      await browser.follow(`${labPath}/launch`);
      expect(quirky.tool.lastLaunch.claims[claim.ags]).toHaveProperty('lineitem', '');
    } finally {
      await quirky.close();
    }
  });

  test.each<[Quirk, string]>([['login-without-client', 'client_id'], ['login-without-deployment', 'lti_deployment_id']])('with %s begins without it', async (quirk, parameter) => {
    having(quirk);
    await launchAs(learner);
    expect(campus.tool.logins.at(-1)?.parameters).not.toHaveProperty(parameter);
  });

  test('is refused on a page of the platform where it does not tell the tool', async () => {
    lacking('refusal-by-form');
    campus.tool.authorizationOverrides = { prompt: 'login' };
    expect(await launchAs(learner)).toMatchObject({ status: 400, text: expect.stringContaining('prompt has to be none') });
  });

  test('is answered at any address of the tool where redirect_uri need not be exact', async () => {
    lacking('redirect-uri-exact');
    campus.tool.authorizationOverrides = { redirect_uri: `${campus.tool.url}/lti/elsewhere` };
    expect((await launchAs(learner)).url).toBe(`${campus.tool.url}/lti/elsewhere`);
  });

  test('takes more scopes and prompts where the platform is lenient', async () => {
    lacking('authorization-strict');
    campus.tool.authorizationOverrides = { scope: 'openid profile', prompt: 'login' };
    expect((await launchAs(learner)).status).toBe(200);
  });
});

describe('a product', () => {
  test.each([
    ['canvas', 'https://canvas.instructure.com', 'canvas'],
    ['blackboard', 'https://blackboard.com', 'BlackboardLearn'],
  ] as const)('%s has one issuer for all of its customers', async (product, issuer, family) => {
    const shared = await openCampus({ product, deploymentId: 'tenant-7' });
    try {
      expect(shared.lms.registration).toMatchObject({ issuer, deploymentId: 'tenant-7', tokenUrl: `${shared.lms.url}/token` });
      const browser = shared.browse();
      await browser.signIn(learner);
      await browser.follow(`${labPath}/launch`);
      expect(shared.tool.lastLaunch.claims).toMatchObject({ iss: issuer, [claim.deploymentId]: 'tenant-7', [claim.toolPlatform]: { product_family_code: family } });
    } finally {
      await shared.close();
    }
  });

  test('brightspace tells its audience at registration', async () => {
    const own = await openCampus({ product: 'brightspace' });
    try {
      expect(own.lms.registration.tokenAudience).toBe('https://api.brightspace.com/auth/token');
      expect((await own.tool.requestToken(scope.score)).status).toBe(401);
      expect((await own.tool.requestToken(scope.score, { aud: own.lms.registration.tokenAudience })).status).toBe(200);
    } finally {
      await own.close();
    }
  });

  test('has no quirk twice', () => {
    for (const product of products) expect(new Set(quirksOf(product)).size).toBe(quirksOf(product).length);
  });
});

describe('the token endpoint', () => {
  test.each<[Quirk[], Record<string, unknown>, number]>([
    [['token-audience-any'], { aud: 'https://elsewhere.example' }, 200],
    [['token-audience-exact'], { aud: 'ISSUER' }, 401],
    [['token-audience-exact', 'token-refusal-is-400'], { aud: 'TOKEN/' }, 400],
    [['token-refusal-is-400'], { jti: undefined }, 400],
  ])('with %j answers %j with %i', async (quirks, overrides, status) => {
    having(...quirks);
    const aud = String(overrides['aud'] ?? campus.lms.registration.tokenUrl).replace('ISSUER', campus.lms.issuer).replace('TOKEN', campus.lms.registration.tokenUrl);
    expect((await campus.tool.requestToken(scope.score, { ...overrides, aud })).status).toBe(status);
  });

  test('refuses scopes it does not drop', async () => {
    lacking('scopes-silently-dropped');
    const response = await campus.tool.requestToken(`${scope.score} https://example.org/unknown`);
    expect(await response.json()).toMatchObject({ error: 'invalid_scope' });
  });

  test('grants no score scope that is withheld', async () => {
    having('score-scope-withheld');
    const response = await campus.tool.requestToken(`${scope.score} ${scope.lineItem}`);
    expect(await response.json()).toMatchObject({ scope: scope.lineItem });
  });

  test('calls a token HTML, as Moodle does', async () => {
    having('token-typed-as-html');
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
    having('user-agent-required');
    const response = await fetch(`${campus.lms.url}/services/courses/101/lineitems`, { headers: { 'user-agent': '' } });
    expect(response.status).toBe(403);
  });

  test('answers a missing scope with 401 where it does not know 403', async () => {
    having('missing-scope-is-401');
    expect((await client().call('memberships', { token: await campus.tool.accessToken(scope.score) })).status).toBe(401);
  });

  test.each([['application/json'], ['*/*'], [mediaType.lineItemContainer]])('of line items that is exact about media types answers %s', async (accept) => {
    having('exact-media-types');
    expect((await client().call('lineitems', { accept })).status).toBe(accept === mediaType.lineItemContainer ? 200 : 400);
  });

  test('garbles the Link header of line items as Moodle does', async () => {
    await client().createLineItem({ label: 'One more', scoreMaximum: 1 });
    having('line-item-links-garbled');
    const link = Buffer.from((await client().call('lineitems?limit=1')).headers.get('link') ?? '', 'latin1').toString('utf8');
    expect(link).toMatch(/limit=1&amp;from=1>; rel=“next”$/);
  });

  test('makes pages of ten and names them all', async () => {
    having('pages-of-ten', 'links-name-all-pages');
    const response = await client().call('memberships');
    expect(((await response.json()) as { members: unknown[] }).members).toHaveLength(10);
    expect(response.headers.get('link')).toMatch(/rel="current", .*from=10>; rel="next", .*from=0>; rel="first"/);
  });

  test('breaks at a limit on results', async () => {
    having('results-limit-breaks');
    const response = await client().call('lineitems/1/lineitem/results?limit=1', { accept: mediaType.resultContainer });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  test('has line item addresses without a query where that is no quirk', async () => {
    lacking('line-item-query');
    expect(await (await client().call('lineitems/1/lineitem')).json()).toMatchObject({ id: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem` });
  });

  test.each([['makes a line item of the same resource again', quirksOf('haneul'), 2], ['gives the line item that is there for the resource', [], 1]] as const)('%s', async (_case, quirks, count) => {
    campus.lms.quirks.replace(quirks);
    const resourceId = `res-${count}`;
    for (let times = 0; times < 2; times += 1) await client().createLineItem({ label: 'Same', scoreMaximum: 5, resourceId });
    expect(await (await client().call(`lineitems?resource_id=${resourceId}`)).json()).toHaveLength(count);
  });

  test('hides links of others behind 403 where it does not say 404', async () => {
    having('foreign-link-is-403');
    expect((await client().createLineItem({ label: 'x', scoreMaximum: 1, resourceLinkId: 'nowhere' })).status).toBe(403);
  });

  test.each<[Quirk, number]>([['ungradable-is-400', 400], ['ungradable-is-422', 422]])('with %s answers the score of an instructor with %i', async (quirk, status) => {
    having(quirk);
    expect((await client().postScore({ userId: instructor, scoreGiven: 1, timestamp: nine })).status).toBe(status);
  });

  test('answers a score with 200 and nothing', async () => {
    having('score-answered-with-200');
    const response = await client().postScore({ userId: '1003', scoreGiven: 1, timestamp: nine });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('leaves an older score aside where that is no conflict', async () => {
    await client().postScore({ userId: '1004', scoreGiven: 9, timestamp: nine });
    lacking('older-score-is-conflict');
    expect((await client().postScore({ userId: '1004', scoreGiven: 1, timestamp: '2026-11-24T08:00:00.000Z' })).status).toBe(204);
    const results = await client().call('lineitems/1/lineitem/results?user_id=1004', { accept: mediaType.resultContainer });
    expect(await results.json()).toMatchObject([{ resultScore: 90 }]);
  });

  test('wants a score of a later second than the arrival of the last one', async () => {
    having('score-after-arrival');
    await client().postScore({ userId: '1005', scoreGiven: 9, timestamp: '2020-01-01T00:00:00Z' });
    expect((await client().postScore({ userId: '1005', scoreGiven: 8, timestamp: '2021-01-01T00:00:00Z' })).status).toBe(409);
    expect((await client().postScore({ userId: '1005', scoreGiven: 8, timestamp: '2099-01-01T00:00:00Z' })).status).toBe(204);
  });

  test('answers an older score with 400 and the reason', async () => {
    having('older-score-is-400');
    await client().postScore({ userId: '1009', scoreGiven: 9, timestamp: nine });
    const again = await client().postScore({ userId: '1009', scoreGiven: 9, timestamp: nine });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('before last updated timestamp')]);
  });

  test('names roles shortly, and a teaching assistant Learner, in the roster', async () => {
    having('short-roles-in-roster', 'assistant-is-learner-in-roster');
    const { members } = (await (await client().call('memberships')).json()) as { members: { user_id: string; roles: string[] }[] };
    const rolesOf = (id: string) => members.find(({ user_id: userId }) => userId === id)?.roles;
    expect([rolesOf(learner), rolesOf(instructor), rolesOf(assistant)]).toEqual([['Learner'], ['Instructor'], ['Learner']]);
  });
});

describe('deep linking', () => {
  const settings = (): Record<string, unknown> => campus.tool.lastLaunch.claims[claim.deepLinkingSettings] as Record<string, unknown>;
  const ask = () => launchAs(instructor, '/courses/101/add-activity/launch?section=week-1');
  const item = (title: string) => ({ type: 'ltiResourceLink', title });

  async function answer(payload: object) {
    const url = new URL(String(settings()['deep_link_return_url']));
    return campus.browse().post(url.pathname + url.search, { JWT: await campus.tool.sign({ ...payload }) });
  }

  test('asks for other types too where it takes them', async () => {
    lacking('deep-linking-only-resource-links');
    await ask();
    expect(settings()['accept_types']).toContain('link');
  });

  test('makes a link whose custom parameters resolve the variables of Canvas', async () => {
    having('canvas-variables');
    await ask();
    await answer(deepLinkingPayload(campus, [{ ...item('Canvas'), custom: { course: '$Canvas.course.id', who: '$Canvas.user.loginId', odd: '$Canvas.no.such' } }]));
    const path = /href="([^"]+)">\s*<span[^>]*><\/span>\s*<span[^>]*><strong>Canvas</.exec((await launchAs(instructor, '/courses/101')).text)?.[1] ?? '';
    await launchAs(learner, `${path}/launch`);
    expect(campus.tool.lastLaunch.claims[claim.custom]).toEqual({ course: '101', who: 'minjun', odd: '$Canvas.no.such' });
  });

  test('finds the request without data', async () => {
    having('deep-linking-without-data');
    await ask();
    expect(settings()).not.toHaveProperty('data');
    expect((await answer({ ...deepLinkingPayload(campus, [item('Known by its address')]), [claim.data]: undefined })).text).toContain('Known by its address');
  });

  test('takes one item where it asked for one', async () => {
    having('deep-linking-takes-one');
    await ask();
    expect(settings()['accept_multiple']).toBe(false);
    expect((await answer(deepLinkingPayload(campus, [item('First'), item('Second')]))).text).toContain('1 item(s)');
  });

  test('refuses an answer without sub where that is needed', async () => {
    having('deep-linking-needs-sub');
    await ask();
    const payload = deepLinkingPayload(campus, [item('Named')]);
    expect((await answer(payload)).status).toBe(400);
    expect((await answer({ ...payload, sub: campus.lms.registration.clientId })).status).toBe(200);
  });
});

describe('quirks over HTTP', () => {
  const post = (body: unknown) => fetch(`${campus.lms.url}/_local/quirks`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('are listed with what they do, and switched', async () => {
    expect(await (await post({ quirks: ['no-email'] })).json()).toEqual({ quirks: ['no-email'] });
    expect(await claimsOf(learner)).not.toHaveProperty('email');
    expect(await (await fetch(`${campus.lms.url}/_local/quirks`)).json()).toMatchObject({ product: 'haneul', quirks: ['no-email'], known: { 'no-email': { what: 'no e-mail' } } });
  });

  test('that nobody knows are not taken', async () => {
    expect((await post({ quirks: ['no-such-quirk'] })).status).toBe(400);
  });
});
