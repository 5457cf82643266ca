import { describe, expect, test } from '@jest/globals';
import { claim } from '../src/features/launch/claims.ts';
import { launchErrors, type LaunchErrorCode } from '../src/features/launch/launch-errors.ts';
import { launchMessagesKo } from '../src/features/launch/launch-messages-ko.ts';
import { signState, signTicket } from '../src/features/launch/launch-state.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import { one } from '../src/ports/sql.ts';
import type { Claims } from './launch-platform.ts';
import { launchStage } from './launch-stage.ts';

const stage = launchStage();
const seconds = (): number => stage.now().getTime() / 1000;
const lastCode = (): string | undefined => stage.server.rejected.at(-1)?.error.code;

/** A change of the claims that leaves one out. */
const without = (name: string) => (claims: Claims): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const having = (changed: Claims | (() => Claims)) => (claims: Claims): Claims => ({ ...claims, ...(typeof changed === 'function' ? changed() : changed) });
const deepLinking = (settings: unknown) => (claims: Claims): Claims => ({ ...without(claim.resourceLink)(claims), [claim.messageType]: 'LtiDeepLinkingRequest', [claim.deepLinkingSettings]: settings });

const broken: readonly [LaunchErrorCode, string, (claims: Claims) => Claims][] = [
  ['LAUNCH_ISSUER', 'another issuer', having({ iss: 'https://elsewhere.example' })],
  ['LAUNCH_ISSUER', 'no issuer', without('iss')],
  ['LAUNCH_AUDIENCE', 'another audience', having({ aud: 'another-tool' })],
  ['LAUNCH_AUDIENCE', 'no audience', without('aud')],
  ['LAUNCH_AUTHORIZED_PARTY', 'several audiences and no azp', having({ aud: ['by-hand', 'another-tool'] })],
  ['LAUNCH_AUTHORIZED_PARTY', 'one audience and the azp of another tool', having({ azp: 'another-tool' })],
  ['LAUNCH_EXPIRED', 'no exp', without('exp')],
  ['LAUNCH_EXPIRED', 'an exp 60 s ago', having(() => ({ iat: seconds() - 90, exp: seconds() - 60 }))],
  ['LAUNCH_EXPIRED', 'an exp that is a text', having({ exp: '9999999999' })],
  ['LAUNCH_ISSUED_AT', 'an end that lay before its login by more than clocks may differ', having(() => ({ iat: seconds() - 121, exp: seconds() - 61 }))],
  ['LAUNCH_ISSUED_AT', 'no iat', without('iat')],
  ['LAUNCH_ISSUED_AT', 'an iat 61 s ahead', having(() => ({ iat: seconds() + 61, exp: seconds() + 90 }))],
  ['LAUNCH_NOT_YET_VALID', 'an nbf 61 s ahead', having(() => ({ nbf: seconds() + 61 }))],
  ['LAUNCH_LIFETIME', 'a life of an hour and a second', having(() => ({ iat: seconds(), exp: seconds() + 3_601 }))],
  ['LAUNCH_LIFETIME', 'no life at all', having(() => ({ iat: seconds(), exp: seconds() }))],
  ['LAUNCH_NONCE', 'a nonce never issued', having({ nonce: 'invented' })],
  ['LAUNCH_NONCE', 'no nonce', without('nonce')],
  ['LAUNCH_DEPLOYMENT_UNKNOWN', 'an unknown deployment', having({ [claim.deploymentId]: 'elsewhere' })],
  ['LAUNCH_DEPLOYMENT_UNKNOWN', 'no deployment', without(claim.deploymentId)],
  ['LAUNCH_TARGET', 'a foreign target_link_uri', having({ [claim.targetLinkUri]: 'https://elsewhere.example/' })],
  ['LAUNCH_TARGET', 'no target_link_uri', without(claim.targetLinkUri)],
  ['LAUNCH_VERSION', 'LTI 1.1', having({ [claim.version]: 'LTI-1p0' })],
  ['LAUNCH_MESSAGE_TYPE', 'an unknown message', having({ [claim.messageType]: 'LtiStartProctoring' })],
  ['LAUNCH_CLAIMS_MALFORMED', 'a sub that is a number', having({ sub: 4 })],
  ['LAUNCH_CLAIMS_MALFORMED', 'a sub of 256 characters', having({ sub: 's'.repeat(256) })],
  ['LAUNCH_CLAIMS_MALFORMED', 'a sub with a NUL', having({ sub: 'a\0b' })],
  ['LAUNCH_CLAIMS_MALFORMED', 'a sub with half of an emoji', having({ sub: 'a\ud83d' })],
  ['LAUNCH_ROLES', 'no roles claim', without(claim.roles)],
  ['LAUNCH_ROLES', 'roles that are a text', having({ [claim.roles]: 'Instructor' })],
  ['LAUNCH_RESOURCE_LINK', 'no resource link', without(claim.resourceLink)],
  ['LAUNCH_RESOURCE_LINK', 'a resource link without id', having({ [claim.resourceLink]: { title: 'Lab' } })],
  ['LAUNCH_RESOURCE_LINK', 'a resource link with an id of 256 characters', having({ [claim.resourceLink]: { id: 'r'.repeat(256) } })],
  ['LAUNCH_DEEP_LINKING', 'deep linking without settings', deepLinking(undefined)],
  ['LAUNCH_DEEP_LINKING', 'deep linking back to a script', deepLinking({ deep_link_return_url: 'javascript:alert(1)', accept_types: ['ltiResourceLink'] })],
  ['LAUNCH_DEEP_LINKING', 'deep linking that does not say what it takes', deepLinking({ deep_link_return_url: 'https://lms.example/' })],
];

const accepted: readonly [string, (claims: Claims) => Claims][] = [
  ['nothing out of the ordinary', (claims) => claims],
  ['a list of one audience and no azp', having({ aud: ['by-hand'] })],
  ['a resource link with an id of 255 characters', having({ [claim.resourceLink]: { id: 'r'.repeat(255) } })],
  ['several audiences with our azp', having({ aud: ['by-hand', 'another-tool'], azp: 'by-hand' })],
  ['an exp 59 s ago', having(() => ({ iat: seconds() - 90, exp: seconds() - 59 }))],
  ['an iat 60 s ahead', having(() => ({ iat: seconds() + 60, exp: seconds() + 120 }))],
  ['a life of an hour', having(() => ({ iat: seconds(), exp: seconds() + 3_600 }))],
  ['a sub of 255 characters', having({ sub: 's'.repeat(255) })],
  ['an iat 50 s old', having(() => ({ iat: seconds() - 50, exp: seconds() + 10 }))],
  ['an nbf 60 s ahead', having(() => ({ nbf: seconds() + 60 }))],
  ['no sub: an anonymous launch', without('sub')],
  ['no context', without(claim.context)],
  ['no roles in the claim', having({ [claim.roles]: [] })],
  ['a submission review', having({ [claim.messageType]: 'LtiSubmissionReviewRequest', [claim.forUser]: { user_id: 'learner-1' } })],
  ['deep linking that takes no links to tools', deepLinking({ deep_link_return_url: 'https://lms.example/', accept_types: ['file'] })],
  ['deep linking', deepLinking({ deep_link_return_url: 'https://lms.example/return', accept_types: ['ltiResourceLink'] })],
  ['nulls and unresolved variables in custom', having({ [claim.custom]: { pack: '$No.SuchVar', link_id: null } })],
  ['null where objects belong', having({ [claim.custom]: null, [claim.ags]: null, [claim.launchPresentation]: null, name: null })],
  ['an empty line item', having({ [claim.ags]: { lineitems: 'https://lms.example/items', lineitem: '', scope: [] } })],
  ['a name of ten thousand letters with a NUL', having({ name: `\0${'x'.repeat(10_000)}` })],
  ['a name that is cut inside an emoji', having({ name: `a${'👩‍💻'.repeat(400)}`, [claim.context]: { id: 'c', title: `x${'🧪'.repeat(400)}` } })],
  ['a name with half of an emoji', having({ name: 'Kim \ud83d' })],
  ['custom values of four thousand letters', having({ [claim.custom]: Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`v${at}`, 'x'.repeat(4_096)])) })],
  ['a mentor of somebody', having({ [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor'], [claim.roleScopeMentor]: ['learner-1'] })],
  ['a mentor of nobody', having({ [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor'], [claim.roleScopeMentor]: null })],
  ['the test student of Canvas', having({ [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner', 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'] })],
];

describe('a launch is refused with', () => {
  test.each(broken)('%s for %s', async (code, _what, change) => {
    const response = await stage.platform.launch(change);
    expect([response.status, lastCode()]).toEqual([launchErrors[code].status, code]);
  });

  test('LAUNCH_RESPONSE_MALFORMED, on a page, for a form that is too large, one in an unknown charset, and the address of a launch opened by hand', async () => {
    const post = (init: RequestInit) => fetch(`${stage.server.url}/lti/launch`, { method: 'POST', ...init });
    const form = 'application/x-www-form-urlencoded';
    const answers = [
      await post({ body: `id_token=${'x'.repeat(400_000)}`, headers: { 'content-type': form } }),
      await post({ body: 'state=x', headers: { 'content-type': `${form}; charset=klingon` } }),
      await post({ body: '{}', headers: { 'content-type': 'application/json' } }),
      await fetch(`${stage.server.url}/lti/launch`),
    ];
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('LAUNCH_RESPONSE_MALFORMED')]);
  });

  test.each([
    ['LAUNCH_PLATFORM_REFUSED', 'login_required'], ['LAUNCH_PLATFORM_REFUSED', 'access_denied'], ['LAUNCH_PLATFORM_REFUSED', 'a word of its own'],
    ['LAUNCH_REQUEST_REFUSED', 'unauthorized_client'], ['LAUNCH_REQUEST_REFUSED', 'invalid_request'],
  ])('%s when the platform says %s: whether signing in again helps', async (code, error) => {
    const begun = await stage.platform.begin();
    await stage.platform.post({ state: begun.state, error }, begun.cookie);
    expect(lastCode()).toBe(code);
  });

  test('LAUNCH_RESPONSE_MALFORMED without a state', async () => {
    await stage.platform.post({ id_token: 'x' }, '');
    expect(lastCode()).toBe('LAUNCH_RESPONSE_MALFORMED');
  });

  test.each(['POST', 'GET'])('LAUNCH_RESPONSE_MALFORMED for a reason the platform gives by %s without a state, and the log has it', async (method) => {
    const said = new URLSearchParams({ error: 'unauthorized_client', error_description: `${'no '.repeat(500)}\n` });
    await (method === 'GET' ? fetch(`${stage.server.url}/lti/launch?${said}`) : fetch(`${stage.server.url}/lti/launch`, { method, body: said }));
    const { error } = stage.server.rejected.at(-1) ?? {};
    expect([error?.code, error?.detail]).toEqual(['LAUNCH_RESPONSE_MALFORMED', expect.stringMatching(/the platform says “unauthorized_client: no no/)]);
    expect(error?.detail?.length).toBeLessThan(700);
  });

  test('LAUNCH_STATE_EXPIRED after ten minutes', async () => {
    const begun = await stage.platform.begin();
    stage.later(600);
    await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_STATE_EXPIRED');
  });

  test('LAUNCH_STATE_INVALID for a state another key signed', async () => {
    const begun = await stage.platform.begin();
    const state = await signState({ stateKey: new Uint8Array(32), clock: stage }, { issuer: stage.platform.url, clientId: stage.platform.clientId, nonce: begun.nonce, targetLinkUri: `${stage.server.url}/lti/launch`, secretHash: '' });
    await stage.platform.post({ state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_STATE_INVALID');
  });

  test('LAUNCH_STATE_INVALID for a ticket in the place of a state', async () => {
    const ticket = await signTicket(stage.server.deps, { sessionId: sessionIdSchema.parse(stage.server.deps.ids.next()), secretHash: '' });
    await stage.platform.post({ state: ticket, id_token: 'x' }, '');
    expect(lastCode()).toBe('LAUNCH_STATE_INVALID');
  });

  test('LAUNCH_BROWSER_MISMATCH for the cookie of another browser', async () => {
    const begun = await stage.platform.begin();
    const forged = `${begun.cookie.split('=')[0]}=somebody-else`;
    await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, forged);
    expect(lastCode()).toBe('LAUNCH_BROWSER_MISMATCH');
  });

  test('LAUNCH_REPLAYED for the same token and state, in the same instant and after the token has aged', async () => {
    const begun = await stage.platform.begin();
    const form = { state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) };
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.platform.post(form, begun.cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(7).fill(409)]);
    stage.later(11);
    expect((await stage.platform.post(form, begun.cookie)).status).toBe(409);
  });

  test('a page in the language of the browser, with the code and a correlation id the log has as well', async () => {
    const answer = await fetch(`${stage.server.url}/lti/login?iss=x`, { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } });
    const text = await answer.text();
    expect(text).toContain('<html lang="ko">');
    expect(text).toContain('LAUNCH_LOGIN_MALFORMED');
    expect(text).toContain(stage.server.rejected.at(-1)?.correlationId);
    expect(answer.headers.get('x-correlation-id')).toBe(stage.server.rejected.at(-1)?.correlationId);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a login is refused with', () => {
  test.each([
    ['LAUNCH_PLATFORM_UNKNOWN', { iss: 'https://elsewhere.example' }],
    ['LAUNCH_PLATFORM_UNKNOWN', { client_id: 'another' }],
    ['LAUNCH_TARGET_FOREIGN', { target_link_uri: 'https://elsewhere.example/' }],
    ['LAUNCH_LOGIN_MALFORMED', { login_hint: '' }],
  ])('%s for %j', async (code, changed) => {
    const query = new URLSearchParams({ iss: stage.platform.url, client_id: stage.platform.clientId, login_hint: 'u', target_link_uri: `${stage.server.url}/lti/launch`, ...changed });
    await fetch(`${stage.server.url}/lti/login?${query}`);
    expect(lastCode()).toBe(code);
  });
});

test('anybody may send a login to a foreign address: the log keeps no more of it than a person needs', async () => {
  const query = new URLSearchParams({ iss: stage.platform.url, client_id: stage.platform.clientId, login_hint: 'u', target_link_uri: `https://elsewhere.example/${'x'.repeat(9_000)}` });
  await fetch(`${stage.server.url}/lti/login?${query}`);
  expect(stage.server.rejected.at(-1)?.error.detail).toHaveLength(300);
});

test('an activity that was placed at an address this server had before opens', async () => {
  const query = new URLSearchParams({ iss: stage.platform.url, client_id: stage.platform.clientId, login_hint: 'u', target_link_uri: 'https://before.example/lti/launch' });
  const answer = await fetch(`${stage.server.url}/lti/login?${query}`, { redirect: 'manual' });
  expect([answer.status, new URL(answer.headers.get('location') ?? '').searchParams.get('redirect_uri')]).toEqual([302, `${stage.server.url}/lti/launch`]);
});

test('a login for a deployment that none of several customers of a vendor has goes to none of them', async () => {
  const shared = { clientId: 'several', authorizationUrl: 'https://first.example/auth' };
  await stage.platform.register({ ...shared, institution: 'First College', deploymentIds: ['first'] });
  await stage.platform.register({ ...shared, institution: 'Second College', deploymentIds: ['second'], authorizationUrl: 'https://second.example/auth' });
  const login = async (deployment: string) => (await fetch(`${stage.server.url}/lti/login?${new URLSearchParams({ iss: stage.platform.url, client_id: 'several', login_hint: 'u', target_link_uri: `${stage.server.url}/lti/launch`, lti_deployment_id: deployment })}`, { redirect: 'manual' })).headers.get('location');
  expect([await login('second'), await login('third'), lastCode()]).toEqual([expect.stringMatching(/^https:\/\/second\.example\/auth\?/), null, 'LAUNCH_DEPLOYMENT_UNKNOWN']);
});

test('a browser without cookie and storage is offered a window of its own', async () => {
  const begun = await stage.platform.begin({ lti_storage_target: '' });
  const response = await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, '');
  expect(await response.json()).toEqual({ kind: 'new-window', url: expect.stringContaining('/lti/continue?ticket=') });
});

describe('a launch is taken with', () => {
  test.each(accepted)('%s', async (_what, change) => {
    const response = await stage.platform.launch(change);
    expect([response.status, response.status === 303 ? '' : lastCode()]).toEqual([303, '']);
  });

  test('a state that is a second less than ten minutes old', async () => {
    const begun = await stage.platform.begin();
    stage.later(599);
    expect((await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, begun.cookie)).status).toBe(303);
  });

  test('the institution its deployment belongs to, where customers of a vendor share issuer and client id', async () => {
    const shared = { clientId: 'shared' };
    await stage.platform.register({ ...shared, institution: 'First College', deploymentIds: ['tenant-1'] });
    await stage.platform.register({ ...shared, institution: 'Second College', deploymentIds: ['tenant-2'] });
    for (const [deploymentId, institution] of [['tenant-2', 'Second College'], ['tenant-1', 'First College']] as const) {
      const begun = await stage.platform.begin({ client_id: 'shared' });
      const claims = { ...stage.platform.claims(begun), aud: 'shared', sub: deploymentId, [claim.deploymentId]: deploymentId };
      expect((await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(claims) }, begun.cookie)).status).toBe(303);
      expect(await one(stage.server.made.database, 'select i.name from person p join institution i on i.id = p.institution_id where p.subject = $1', [deploymentId])).toEqual({ name: institution });
    }
  });

  test('what is known of the activity kept when a claim leaves it out', async () => {
    const ags = { lineitems: 'https://lms.example/items', lineitem: 'https://lms.example/items/2', scope: ['s'] };
    await stage.platform.launch(having({ [claim.resourceLink]: { id: 'kept' }, [claim.ags]: ags }));
    await stage.platform.launch(having({ [claim.resourceLink]: { id: 'kept' }, [claim.ags]: { ...ags, lineitem: '' } }));
    await stage.platform.launch(having({ [claim.resourceLink]: { id: 'kept' } }));
    const link = await one<{ ags: unknown }>(stage.server.made.database, `select ags from resource_link where lti_resource_link_id = 'kept'`);
    expect(link.ags).toEqual({ lineitems: ags.lineitems, lineitem: ags.lineitem, scopes: ['s'] });
  });

  test('an instructor of an activity without a lab led to the choice of labs', async () => {
    const response = await stage.platform.launch(having({ [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant'], [claim.custom]: { pack: 'unknown' } }));
    expect(response.headers.get('location')).toMatch(/\/choose$/);
  });
});

test('every code has a Korean message too', () => {
  expect(Object.keys(launchMessagesKo).sort()).toEqual(Object.keys(launchErrors).sort());
});
