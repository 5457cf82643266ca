import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { claim } from '../src/platform/claims.ts';
import { products, quirksOf } from '../src/quirks/products.ts';
import type { Quirk } from '../src/quirks/quirk-list.ts';
import { scope } from '../src/services/scopes.ts';
import { assistant, instructor, labPath, learner, openCampus, type Campus } from './campus.ts';
import { deepLinkingPayload } from './deep-linking-answer.ts';
import { asUsual, having, lacking } from './quirk-switches.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus({ extraLearners: 12 })));
afterEach(() => {
  asUsual(campus);
  campus.tool.authorizationOverrides = {};
});
afterAll(() => campus.close());

async function launchAs(personId: string, path = `${labPath}/launch`) {
  const browser = campus.browse();
  await browser.signIn(personId);
  return browser.follow(path);
}

async function claimsOf(personId: string): Promise<Record<string, unknown>> {
  await launchAs(personId);
  return campus.tool.lastLaunch.claims;
}

/** After eight named people, seven classmates and the twelve that were asked for. */
const parent = '1028';

describe('a launch', () => {
  test('says in a custom parameter whom an observer accompanies where the claim is for others', async () => {
    const observed = (await claimsOf(parent))[claim.roleScopeMentor];
    having(campus, 'observed-in-custom');
    const claims = await claimsOf(parent);
    expect(claims).not.toHaveProperty([claim.roleScopeMentor]);
    expect(claims[claim.custom]).toMatchObject({ observed_users: (observed as string[]).join(',') });
    expect(await claimsOf(learner)).toMatchObject({ [claim.custom]: expect.not.objectContaining({ observed_users: expect.anything() }) });
  });

  test.each<[Quirk, Record<string, unknown>]>([
    ['audience-list', { aud: ['another-tool', 'cloudclass-local'], azp: 'cloudclass-local' }],
    ['audience-with-azp', { aud: 'cloudclass-local', azp: 'cloudclass-local' }],
    ['launch-has-nbf', { nbf: expect.any(Number) }],
    ['null-titles', { [claim.resourceLink]: { id: 's3-static-site', title: null, description: null } }],
    ['custom-null', { [claim.custom]: { pack: 's3-static-site', closes_at: null } }],
    ['custom-unresolved', { [claim.custom]: { pack: 's3-static-site', bogus: '$No.SuchVar' } }],
  ])('with %s says so', async (quirk, claims) => {
    having(campus, quirk);
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
    having(campus, quirk);
    const claims = await claimsOf(learner);
    expect(absent.filter((name) => name in claims)).toEqual([]);
  });

  test('with roles-of-institution-only names none of the course', async () => {
    having(campus, 'roles-of-institution-only');
    const rolesOf = async (id: string): Promise<unknown> => (await claimsOf(id))[claim.roles];
    const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
    expect([await rolesOf(learner), await rolesOf(instructor)]).toEqual([[`${institution}#Student`], [`${institution}#Instructor`, `${institution}#Student`]]);
  });

  test.each<[Quirk, number]>([['launch-lives-30-min', 1800], ['launch-lives-an-hour', 3600]])('with %s lives %i seconds', async (quirk, seconds) => {
    campus.lms.quirks.replace([quirk]);
    const { iat, exp } = await claimsOf(learner);
    expect(Number(exp) - Number(iat)).toBe(seconds);
  });

  test('of a teaching assistant has the plain role where the platform knows no sub-role', async () => {
    having(campus, 'assistant-only-instructor');
    expect((await claimsOf(assistant))[claim.roles]).toEqual(['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor']);
  });

  test('names the first of two line items, unless the claim vanishes then', async () => {
    const made = await new ServiceClient(campus).createLineItem({ label: 'Quiz', scoreMaximum: 20, resourceLinkId: 's3-static-site' });
    const { id } = (await made.json()) as { id: string };
    expect((await claimsOf(learner))[claim.ags]).not.toHaveProperty('lineitem');
    lacking(campus, 'line-item-claim-vanishes');
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
    having(campus, quirk);
    await launchAs(learner);
    expect(campus.tool.logins.at(-1)?.parameters).not.toHaveProperty(parameter);
  });

  test('is refused on a page of the platform where it does not tell the tool', async () => {
    lacking(campus, 'refusal-by-form');
    campus.tool.authorizationOverrides = { prompt: 'login' };
    expect(await launchAs(learner)).toMatchObject({ status: 400, text: expect.stringContaining('prompt has to be none') });
  });

  test('is answered at any address of the tool where redirect_uri need not be exact', async () => {
    lacking(campus, 'redirect-uri-exact');
    campus.tool.authorizationOverrides = { redirect_uri: `${campus.tool.url}/lti/elsewhere` };
    expect((await launchAs(learner)).url).toBe(`${campus.tool.url}/lti/elsewhere`);
  });

  test('takes more scopes and prompts where the platform is lenient', async () => {
    lacking(campus, 'authorization-strict');
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

describe('deep linking', () => {
  const settings = (): Record<string, unknown> => campus.tool.lastLaunch.claims[claim.deepLinkingSettings] as Record<string, unknown>;
  const ask = () => launchAs(instructor, '/courses/101/add-activity/launch?section=week-1');
  const item = (title: string) => ({ type: 'ltiResourceLink', title });

  async function answer(payload: object) {
    const url = new URL(String(settings()['deep_link_return_url']));
    return campus.browse().post(url.pathname + url.search, { JWT: await campus.tool.sign({ ...payload }) });
  }

  test('asks for other types too where it takes them', async () => {
    lacking(campus, 'deep-linking-only-resource-links');
    await ask();
    expect(settings()['accept_types']).toContain('link');
  });

  test('makes a link whose custom parameters resolve the variables of Canvas', async () => {
    having(campus, 'canvas-variables');
    await ask();
    await answer(deepLinkingPayload(campus, [{ ...item('Canvas'), custom: { course: '$Canvas.course.id', who: '$Canvas.user.loginId', odd: '$Canvas.no.such' } }]));
    const path = /href="([^"]+)">\s*<span[^>]*><\/span>\s*<span[^>]*><strong>Canvas</.exec((await launchAs(instructor, '/courses/101')).text)?.[1] ?? '';
    await launchAs(learner, `${path}/launch`);
    expect(campus.tool.lastLaunch.claims[claim.custom]).toEqual({ course: '101', who: 'minjun', odd: '$Canvas.no.such' });
  });

  test('finds the request without data', async () => {
    having(campus, 'deep-linking-without-data');
    await ask();
    expect(settings()).not.toHaveProperty('data');
    expect((await answer({ ...deepLinkingPayload(campus, [item('Known by its address')]), [claim.data]: undefined })).text).toContain('Known by its address');
  });

  test('takes one item where it asked for one', async () => {
    having(campus, 'deep-linking-takes-one');
    await ask();
    expect(settings()['accept_multiple']).toBe(false);
    expect((await answer(deepLinkingPayload(campus, [item('First'), item('Second')]))).text).toContain('1 item(s)');
  });

  test('makes no link whose column is worth more than 100 points', async () => {
    having(campus, 'columns-of-100-points');
    await ask();
    const worth = (scoreMaximum: number) => ({ ...item(`Worth ${scoreMaximum}`), lineItem: { scoreMaximum } });
    const { text } = await answer(deepLinkingPayload(campus, [worth(100), worth(101)]));
    expect([text.includes('Worth 100'), text.includes('Worth 101')]).toEqual([true, false]);
  });

  test('refuses an answer without sub where that is needed', async () => {
    having(campus, 'deep-linking-needs-sub');
    await ask();
    const payload = deepLinkingPayload(campus, [item('Named')]);
    expect((await answer(payload)).status).toBe(400);
    expect((await answer({ ...payload, sub: campus.lms.registration.clientId })).status).toBe(200);
  });
});

test('a frame of Moodle may not write to the clipboard', async () => {
  having(campus, 'frame-without-clipboard');
  const browser = campus.browse();
  await browser.signIn(learner);
  const [, allow] = /<iframe class="tool"[^>]* allow="([^"]*)"/.exec((await browser.get(labPath)).text) ?? [];
  expect(allow).toBe('microphone; camera; geolocation; midi; encrypted-media; autoplay; fullscreen');
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
