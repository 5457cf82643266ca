import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { claim } from '../src/features/launch/claims.ts';
import { launchFactsSchema } from '../src/domain/launch-facts.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchPlatform, type Claims } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

const HEADER = JSON.stringify({ alg: 'RS256', kid: 'key-1' });

let server: LaunchServer;
let platform: LaunchPlatform;
beforeAll(async () => {
  server = await startLaunchServer();
  platform = await LaunchPlatform.start(server);
});
afterAll(async () => {
  await platform.close();
  await server.close();
});
beforeEach(() => { server.rejected.length = 0; });

/** How a request was refused: its status, and the code that the log has. */
const refusal = ({ status }: Response): [number, string | undefined] => [status, server.rejected[0]?.error.code];
const having = (name: string, value: unknown) => (claims: Claims): Claims => ({ ...claims, [name]: value });
const deepLinking = (settings: Claims) => (claims: Claims): Claims =>
  ({ ...claims, [claim.messageType]: 'LtiDeepLinkingRequest', [claim.deepLinkingSettings]: { deep_link_return_url: 'https://lms.example/return', accept_types: ['ltiResourceLink'], ...settings } });

describe('a text that only looks as if PostgreSQL could not keep it', () => {
  test.each([
    ['a course about escapes', having(claim.context, { id: 'escapes', title: String.raw`What is \u0000 in JSON?` })],
    ['an activity about emoji', having(claim.resourceLink, { id: 'emoji', title: String.raw`\ud83d\ude00` })],
    ['a person of that name', having('name', String.raw`\u0000`)],
    ['a course of that id', having(claim.context, { id: String.raw`c\ud83d` })],
    ['a way back with it', having(claim.launchPresentation, { return_url: String.raw`https://lms.example/?q=\udead` })],
    ['a copied link whose id holds a NUL', having(claim.custom, { link_history: '%00,link-0' })],
  ])('opens the launch: %s', async (_what, change) => {
    expect((await platform.launch(change)).status).toBe(303);
  });

  test('comes back as it went out in the data of a request to choose content: JSON with an emoji, as PHP writes it', async () => {
    const data = String.raw`{"back":"\ud83d\ude00\u0000"}`;
    await platform.launch(deepLinking({ data }));
    const { launch } = await one<{ launch: unknown }>(server.made.database, 'select launch from session order by created_at desc limit 1');
    expect(launchFactsSchema.parse(launch).deepLinking?.data).toBe(data);
  });

  test.each([
    ['the data of a request to choose content', deepLinking({ data: 'a\0b' })],
    ['half an emoji in an address', having(claim.ags, { lineitems: 'https://lms.example/?q=\ud83d' })],
    ['the id of a link', having(claim.resourceLink, { id: 'a\0b' })],
    ['the id of a person', having('sub', 'a\0b')],
  ])('and one that it cannot keep is refused with a code: %s', async (_what, change) => {
    expect(refusal(await platform.launch(change))).toEqual([400, 'LAUNCH_CLAIMS_MALFORMED']);
  });
});

describe('what the platform answers in place of a token', () => {
  test.each([
    ['a long reason', { error: 'x'.repeat(501) }],
    ['a long description', { error: 'login_required', error_description: '<img src=x onerror=alert(1)>'.repeat(200) }],
    ['a reason beside a token', { error: 'access_denied', id_token: 'a.b.c' }],
  ])('means that it said no: %s', async (_what, answer) => {
    const { state, cookie } = await platform.begin();
    const response = await platform.post({ state, ...answer }, cookie);
    expect(refusal(response)).toEqual([400, 'LAUNCH_PLATFORM_REFUSED']);
    expect(await response.text()).not.toContain('onerror');
  });

  test('means nothing where it is empty: the token beside it counts', async () => {
    const begun = await platform.begin();
    expect((await platform.post({ state: begun.state, error: '', id_token: await platform.sign(platform.claims(begun)) }, begun.cookie)).status).toBe(303);
  });
});

describe('a login initiation', () => {
  const login = (more: Record<string, string>) =>
    fetch(`${server.url}/lti/login?${new URLSearchParams({ iss: platform.url, client_id: platform.clientId, login_hint: 'u', target_link_uri: `${server.url}/lti/launch`, ...more })}`, { redirect: 'manual' });

  test.each([
    ['an issuer with a NUL', () => ({ iss: 'a\0b' })],
    ['a client id with a NUL', () => ({ client_id: 'a\0b' })],
    ['the issuer with a slash more', () => ({ iss: `${platform.url}/` })],
  ])('is of no platform with %s', async (_what, more) => {
    expect(refusal(await login(more()))).toEqual([400, 'LAUNCH_PLATFORM_UNKNOWN']);
  });

  test.each(['client_id', 'lti_deployment_id', 'lti_storage_target'])('whose %s is empty has left it out', async (name) => {
    const issuer = 'https://one-registration.example';
    await platform.register({ issuer });
    const location = new URL((await login({ iss: issuer, [name]: '' })).headers.get('location') ?? '');
    expect(location.searchParams.get('client_id')).toBe(platform.clientId);
  });
});

describe('a login initiation without client id, from a platform with several registrations,', () => {
  const ISSUER = 'https://several.example';
  const login = (more: Record<string, string>) => fetch(`${server.url}/lti/login?${new URLSearchParams({ iss: ISSUER, login_hint: 'u', target_link_uri: `${server.url}/lti/launch`, ...more })}`, { redirect: 'manual' });
  beforeAll(async () => {
    for (const clientId of ['first', 'second']) await platform.register({ institution: clientId, issuer: ISSUER, clientId, deploymentIds: [`of-${clientId}`], authorizationUrl: `${ISSUER}/${clientId}` });
  });

  test('goes where its deployment leads', async () => {
    expect((await login({ lti_deployment_id: 'of-second' })).headers.get('location')).toMatch('https://several.example/second?');
  });

  test('and without deployment goes to none of them: the hints of a person are not for another institution', async () => {
    expect(refusal(await login({}))).toEqual([400, 'LAUNCH_LOGIN_MALFORMED']);
  });
});

test('the log of a refused request to choose content holds neither its address nor its data', async () => {
  await platform.launch(deepLinking({ deep_link_return_url: 'ftp://lms.example/?data=secret', data: 'secret' }));
  expect(server.rejected.map(({ error }) => [error.code, error.detail])).toEqual([['LAUNCH_DEEP_LINKING', 'deep_link_return_url is not usable, accept_types is ["ltiResourceLink"]']]);
});

describe('a form', () => {
  test.each([
    ['says it is packed, and is not,', { 'content-encoding': 'gzip' }],
    ['is packed in a way nobody knows', { 'content-encoding': 'bogus' }],
    ['is in letters of two bytes', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' }],
  ])('that %s gets a page with a code', async (_what, headers) => {
    const { state } = await platform.begin();
    const response = await fetch(`${server.url}/lti/launch`, { method: 'POST', body: `state=${state}`, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });
    expect(refusal(response)).toEqual([400, 'LAUNCH_RESPONSE_MALFORMED']);
    expect(await response.text()).toContain('LAUNCH_RESPONSE_MALFORMED');
  });
});

describe('a launch whose form', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const parts = (form: string): FormData => {
    const data = new FormData();
    for (const [name, value] of new URLSearchParams(form)) data.set(name, value);
    return data;
  };
  /** Would open a session, were it sent as it stands. */
  const send = async (request: (form: string) => [path: string, init: RequestInit]): Promise<Response> => {
    const begun = await platform.begin();
    const form = new URLSearchParams({ state: begun.state, id_token: await platform.sign(platform.claims(begun)) }).toString();
    const [path, init] = request(form);
    return fetch(`${server.url}${path}`, { method: 'POST', redirect: 'manual', ...init, headers: { ...init.headers, cookie: begun.cookie } });
  };

  test.each<[string, (form: string) => [string, RequestInit]]>([
    ['has its token twice', (form) => ['/lti/launch', { headers: FORM, body: `${form}&id_token=a.b.c` }]],
    ['has its state twice', (form) => ['/lti/launch', { headers: FORM, body: `${form}&state=a.b.c` }]],
    ['stands in the address', (form) => [`/lti/launch?${form}`, { headers: FORM, body: '' }]],
    ['comes in parts', (form) => ['/lti/launch', { body: parts(form) }]],
    ['is called plain text', (form) => ['/lti/launch', { headers: { 'content-type': 'text/plain' }, body: form }]],
    ['has five thousand fields', (form) => ['/lti/launch', { headers: FORM, body: `${'a=&'.repeat(5_000)}${form}` }]],
    ['unpacks to fifty megabytes', () => ['/lti/launch', { headers: { ...FORM, 'content-encoding': 'gzip' }, body: gzipSync(`id_token=${'x'.repeat(50_000_000)}`) }]],
  ])('%s is refused, on a page with the code', async (_what, request) => {
    const response = await send(request);
    expect(refusal(response)).toEqual([400, 'LAUNCH_RESPONSE_MALFORMED']);
    expect(await response.text()).toContain('LAUNCH_RESPONSE_MALFORMED');
  });

  test('is not changed by what stands in the address, nor by fields of an object\'s own', async () => {
    expect((await send((form) => ['/lti/launch?state=a.b.c&id_token=a.b.c', { headers: FORM, body: `__proto__=x&constructor=y&toString=z&${form}` }])).status).toBe(303);
  });
});

describe('a target that its platform writes with', () => {
  test.each([['a space after it', ' '], ['a line break after it', '\n'], ['a fragment', '#top'], ['an encoded slash', '/%2F']])('%s is the one of its launch, letter by letter', async (_what, more) => {
    const target = `${server.url}/lti/launch${more}`;
    const begun = await platform.begin({ target_link_uri: target });
    const post = async (named: string) => platform.post({ state: begun.state, id_token: await platform.sign({ ...platform.claims(begun), [claim.targetLinkUri]: named }) }, begun.cookie);
    expect(refusal(await post(`${server.url}/lti/launch`))).toEqual([400, 'LAUNCH_TARGET']);
    expect((await post(target)).status).toBe(303);
  });
});

describe('a launch that somebody posts without its cookie', () => {
  const begin = async () => {
    const begun = await platform.begin();
    return { ...begun, form: { state: begun.state, id_token: await platform.sign(platform.claims(begun)) } };
  };
  const sessionsOf = ({ nonce }: { readonly nonce: string }) => one(server.made.database, 'select count(*)::int as all, count(bound_at)::int as bound from session where nonce = $1', [nonce]);

  const launches = async () => (await server.made.database.query("select from event_outbox where type = 'activity.launched'")).length;

  test('still opens for the browser that began it: what waited opens nothing any more', async () => {
    const [begun, before] = [await begin(), await launches()];
    const { url } = JSON.parse(await (await platform.post(begun.form, '')).text());
    const opened = await platform.post(begun.form, begun.cookie);
    expect([opened.status, await sessionsOf(begun), (await launches()) - before]).toEqual([303, { all: 1, bound: 1 }, 1]);
    expect(refusal(await fetch(url))).toEqual([409, 'LAUNCH_REPLAYED']);
  });

  test('opens for nobody else once a person has gone on with it', async () => {
    const begun = await begin();
    const { url } = JSON.parse(await (await platform.post(begun.form, '')).text());
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    await fetch(`${server.url}/lti/continue`, { method: 'POST', body: new URLSearchParams({ ticket }), headers: { origin: server.url }, redirect: 'manual' });
    expect(refusal(await platform.post(begun.form, begun.cookie))).toEqual([409, 'LAUNCH_REPLAYED']);
  });

  test('does not open a second time for who posts it so again', async () => {
    const begun = await begin();
    await platform.post(begun.form, '');
    expect(refusal(await platform.post(begun.form, ''))).toEqual([409, 'LAUNCH_REPLAYED']);
  });

  test('at once with the browser that began it opens one session, and it is that browser\'s', async () => {
    const begun = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => platform.post(begun.form, at % 2 === 0 ? '' : begun.cookie)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 303 && status !== 409).length).toBeLessThanOrEqual(1);
    expect(await sessionsOf(begun)).toEqual({ all: 1, bound: 1 });
  });
});

test.each(['{"__proto__":{"pack":"s3-static-site"}}', '{"constructor":{"prototype":{"pack":"s3-static-site"}}}'])('custom values %s name no lab', async (custom) => {
  const begun = await platform.begin();
  const claims = JSON.stringify({ ...platform.claims(begun), [claim.resourceLink]: { id: custom } });
  const response = await platform.post({ state: begun.state, id_token: platform.signRaw(HEADER, `${claims.slice(0, -1)},"${claim.custom}":${custom}}`) }, begun.cookie);
  expect([response.status, await one(server.made.database, 'select pack_id from resource_link where lti_resource_link_id = $1', [custom])]).toEqual([303, { pack_id: null }]);
});

describe('a deployment that nobody has registered', () => {
  const CLIENT = 'takes-deployments';
  beforeAll(async () => {
    await platform.register({ clientId: CLIENT, deploymentIds: ['known'] });
    await server.made.database.query('update platform set takes_deployments = true where client_id = $1', [CLIENT]);
  });
  const launch = async (deploymentId: string) => {
    const begun = await platform.begin({ client_id: CLIENT });
    return platform.post({ state: begun.state, id_token: await platform.sign({ ...platform.claims(begun), aud: CLIENT, [claim.deploymentId]: deploymentId }) }, begun.cookie);
  };

  test('is taken with a name of 255 characters', async () => {
    expect((await launch('x'.repeat(255))).status).toBe(303);
  });

  test.each([['256 characters', 'x'.repeat(256)], ['more than an index holds', randomBytes(9_000).toString('hex')]])('is refused with a name of %s', async (_what, deploymentId) => {
    expect(refusal(await launch(deploymentId))).toEqual([400, 'LAUNCH_DEPLOYMENT_UNKNOWN']);
  });
});

describe('a notice, which anybody may send,', () => {
  const send = (jwt: string) => fetch(`${server.url}/lti/notices`, { method: 'POST', body: JSON.stringify({ notices: [{ jwt }] }), headers: { 'content-type': 'application/json' } });
  const unsigned = (payload: string) => `${Buffer.from(HEADER).toString('base64url')}.${Buffer.from(payload).toString('base64url')}.AAAA`;

  test.each([
    [400, 'NOTICE_MALFORMED', 'an issuer that cannot be written down', '{"iss":{"toString":1,"valueOf":1},"aud":"by-hand"}'],
    [400, 'NOTICE_MALFORMED', 'an audience of nine thousand lists', `{"iss":"x","aud":${'['.repeat(9_000)}${']'.repeat(9_000)}}`],
    [403, 'NOTICE_PLATFORM_UNKNOWN', 'an issuer with a NUL', String.raw`{"iss":"\u0000","aud":"by-hand"}`],
  ])('is answered with %d %s for %s', async (status, code, _what, payload) => {
    expect(refusal(await send(unsigned(payload)))).toEqual([status, code]);
  });

  const notice = (id: string, more: Claims = {}): string => JSON.stringify({ ...platform.claims({ nonce: 'none' }), [claim.notice]: { id, type: 'LtiContextCopyNotice' }, [claim.context]: { id: 'copy' }, ...more });

  test.each([['its id', notice.bind(null, 'a\0b')], ['its course', notice.bind(null, 'n-1', { [claim.context]: { id: 'a\0b' } })]])('is refused with a NUL in %s, also when it is signed', async (_what, payload) => {
    expect(refusal(await send(platform.signRaw(HEADER, payload())))).toEqual([400, 'NOTICE_MALFORMED']);
  });

  test.each([
    ['padding', (token: string) => `${token}=`],
    ['a fourth part', (token: string) => {
      const signed = `${token.slice(0, token.lastIndexOf('.'))}.x`;
      return `${signed}.${platform.signatureOf(signed)}`;
    }],
  ])('is refused with %s, as a launch is', async (_what, change) => {
    expect(refusal(await send(change(platform.signRaw(HEADER, notice('n-2')))))).toEqual([400, 'LAUNCH_TOKEN_MALFORMED']);
  });
});
