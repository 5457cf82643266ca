import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { randomIds, type Clock } from '../src/ports/clock.ts';
import type { CodedError } from '../src/errors.ts';
import { institutionNamed, keepRegisteredPlatform, listPlatforms } from '../src/features/identity/platform-registry.ts';
import { listInvites, makeInvite, revokeInvite } from '../src/features/registration/invites.ts';
import { registrationRoutes, type RegistrationRouteDeps } from '../src/features/registration/registration-routes.ts';
import { closing, listening } from './launch-server.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { RegistrationPlatform } from './registration-platform.ts';

const DAY = 86_400_000;
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

let made: MigratedDatabase;
let server: Server;
let url: string;
let platform: RegistrationPlatform;
let now = new Date('2026-11-25T09:00:00Z');
const clock: Clock = { now: () => now };
const rejected: { correlationId: string; error: CodedError }[] = [];
const randomText = (): string => randomBytes(32).toString('base64url');

beforeAll(async () => {
  made = await migratedDatabase();
  server = createServer();
  url = await listening(server);
  const deps: RegistrationRouteDeps = {
    sql: made.database, clock, ids: randomIds, publicUrl: url, allowPrivateAddresses: true, randomText,
    outbound: createOutbound({ allowPrivateAddresses: true, timeoutMilliseconds: 300, maxBytes: 100_000 }),
    keepPlatform: (tx, record) => keepRegisteredPlatform({ sql: tx, ids: randomIds }, record),
    onRejected: (problem) => rejected.push(problem),
  };
  const guarded = { ...deps, allowPrivateAddresses: false, outbound: createOutbound({ allowPrivateAddresses: false }) };
  const forgetful = { ...deps, keepPlatform: () => Promise.reject(new Error('the database is away')) };
  server.on('request', express().use('/guarded', registrationRoutes(guarded)).use('/forgetful', registrationRoutes(forgetful)).use(registrationRoutes(deps)));
  platform = await RegistrationPlatform.start();
});
afterAll(async () => {
  await platform.close();
  await closing(server);
  await made.close();
});
beforeEach(() => {
  platform.mend();
  rejected.length = 0;
});

const sql = () => made.database;
const invite = (institution = 'Haneul University') =>
  makeInvite({ sql: sql(), clock, ids: randomIds, randomText, publicUrl: url, institutionNamed: (tx, given) => institutionNamed({ sql: tx, ids: randomIds }, given) }, { institution, by: 'operator@cloudclass.example' });
const initiation = (more: Record<string, string> = {}) => new URLSearchParams({ openid_configuration: `${platform.url}/.well-known/openid-configuration`, registration_token: 'one-time', ...more });
const open = (link: string, more: Record<string, string> = {}): Promise<Response> => fetch(`${link}?${initiation(more)}`, { headers: { 'accept-language': 'en' } });
const press = (link: string, more: Record<string, string> = {}): Promise<Response> => fetch(link, { method: 'POST', body: initiation(more), headers: { 'accept-language': 'en' } });
const standing = async (id: string) => (await listInvites({ sql: sql(), clock })).find((listed) => listed.id === id);
const codeOf = async (response: Promise<Response>): Promise<string | undefined> => {
  await (await response).text();
  return rejected.at(-1)?.error.code;
};

describe('an LMS that follows its invite', () => {
  test('is shown what will be registered, for whom and with what, and nothing has happened yet', async () => {
    const { link, id } = await invite();
    const page = await open(link);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('Haneul University');
    expect(text).toContain('Moodle 4.4');
    expect(text).toContain('Send scores to these columns.');
    expect(platform.registrations).toBe(0);
    expect((await standing(id))?.standing).toEqual({ status: 'open' });
  });

  test('may be any site: the page may be framed, runs no foreign script and tells nobody its address', async () => {
    const { link } = await invite();
    const { headers } = await open(link);
    expect(headers.get('content-security-policy')).not.toContain('frame-ancestors');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('is asked with the token it gave, by the specification', async () => {
    const { link } = await invite();
    await press(link);
    const request = platform.asked.find(({ path }) => path === '/registration');
    // Canvas wants the token for its configuration, too
    expect(platform.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer one-time', 'Bearer one-time']);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      application_type: 'web', response_types: ['id_token'], grant_types: ['implicit', 'client_credentials'], token_endpoint_auth_method: 'private_key_jwt',
      initiate_login_uri: `${url}/lti/login`, redirect_uris: [`${url}/lti/launch`], jwks_uri: `${url}/lti/keys`,
      [TOOL]: { domain: new URL(url).host, target_link_uri: `${url}/lti/launch`, custom_parameters: { context_id_history: '$Context.id.history' } },
    });
  });

  test('is a pending platform of the institution, and its page says what is next and that the frame may close', async () => {
    const { link, id } = await invite('Bada College');
    const text = await (await press(link)).text();
    expect(text).toContain('press Activate');
    expect(text).toContain("postMessage({ subject: 'org.imsglobal.lti.close' }, '*')");
    const kept = (await listPlatforms({ sql: sql() })).find(({ institution }) => institution.name === 'Bada College');
    expect(kept).toMatchObject({ issuer: platform.url, product: 'moodle', deployments: ['2'], lastLaunchAt: null });
    expect((await standing(id))?.standing).toMatchObject({ status: 'registered', issuer: platform.url, platformId: kept?.id });
  });

  test('without a deployment takes those of its launches', async () => {
    platform.registrationAnswer = { status: 201, body: JSON.stringify({ client_id: 'no-deployment' }) };
    const { link } = await invite('Nara Institute');
    await press(link);
    expect(await sql().query(`select takes_deployments from platform where client_id = 'no-deployment'`)).toEqual([{ takes_deployments: true }]);
  });

  test.each(['canvas', 'sakailms.org'])('that is %s takes the deployments of its launches beside the one it was told', async (product) => {
    platform.registrationAnswer = { status: 200, body: JSON.stringify({ client_id: `many-in-${product}`, [TOOL]: { deployment_id: '1' } }) };
    platform.configuration = { ...platform.configuration, [PLATFORM]: { product_family_code: product } };
    const { link } = await invite(`College of ${product}`);
    await press(link);
    expect(await sql().query('select takes_deployments from platform where client_id = $1', [`many-in-${product}`])).toEqual([{ takes_deployments: true }]);
  });

  test('by which the LMS updates the tool it has, is the same platform as before with its addresses of today', async () => {
    const answer = { status: 200, body: JSON.stringify({ client_id: 'updated-there', [TOOL]: { deployment_id: '7' } }) };
    platform.registrationAnswer = answer;
    await press((await invite('Saemmul University')).link);
    platform.configuration = { ...platform.configuration, token_endpoint: `${platform.url}/token-of-today` };
    const { link, id } = await invite('Saemmul University');
    expect((await press(link)).status).toBe(200);
    const kept = (await listPlatforms({ sql: sql() })).filter(({ clientId }) => clientId === 'updated-there');
    expect(kept).toMatchObject([{ institution: { name: 'Saemmul University' }, deployments: ['7'] }]);
    expect((await standing(id))?.standing).toMatchObject({ status: 'registered', platformId: kept[0]?.id });
    expect(await sql().query(`select token_url from platform where client_id = 'updated-there'`)).toEqual([{ token_url: `${platform.url}/token-of-today` }]);
  });

  test('is read in Korean by who reads Korean', async () => {
    const { link } = await invite();
    const page = await fetch(`${link}?${initiation()}`, { headers: { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.5' } });
    expect(await page.text()).toContain('등록하기');
  });
});

describe('a link', () => {
  test('that was never made opens nothing, and nobody is asked', async () => {
    expect(await codeOf(open(`${url}/lti/register/${randomText()}`))).toBe('REGISTRATION_LINK_UNKNOWN');
    expect(platform.asked).toEqual([]);
  });

  test('works once', async () => {
    const { link } = await invite();
    expect((await press(link)).status).toBe(200);
    expect(await codeOf(press(link))).toBe('REGISTRATION_LINK_USED');
    expect(await codeOf(open(link))).toBe('REGISTRATION_LINK_USED');
    expect(platform.registrations).toBe(1);
  });

  test('ends after its days', async () => {
    const { link, id, expiresAt } = await invite();
    const began = now;
    now = expiresAt;
    expect(await codeOf(open(link))).toBe('REGISTRATION_LINK_EXPIRED');
    expect(expiresAt.getTime() - began.getTime()).toBe(7 * DAY);
    expect((await standing(id))?.standing).toEqual({ status: 'expired' });
    now = began;
    expect(platform.asked).toEqual([]);
  });

  test('that was revoked opens nothing, and is revoked once', async () => {
    const { link, id } = await invite();
    await revokeInvite({ sql: sql(), clock }, id);
    expect(await codeOf(press(link))).toBe('REGISTRATION_LINK_REVOKED');
    await expect(revokeInvite({ sql: sql(), clock }, id)).rejects.toMatchObject({ code: 'INVITE_CLOSED' });
    expect(platform.asked).toEqual([]);
  });

  test('pressed twice at once registers once', async () => {
    const { link } = await invite();
    const statuses = (await Promise.all([press(link), press(link), press(link)])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
    expect(platform.registrations).toBe(1);
  });

  test.each([
    ['in letters nobody knows', { 'content-type': 'application/x-www-form-urlencoded; charset=klingon' }, 'a=b'],
    ['that is too large', { 'content-type': 'application/x-www-form-urlencoded' }, `a=${'x'.repeat(60_000)}`],
  ])('pressed by a form %s says so on a page, and the link stays good', async (_what, headers, body) => {
    const { link, id } = await invite();
    const page = await fetch(link, { method: 'POST', body, headers: { ...headers, 'accept-language': 'en' } });
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([400, expect.stringContaining('text/html'), expect.stringContaining('REGISTRATION_NOT_BY_LMS')]);
    expect((await standing(id))?.standing.status).toBe('open');
  });

  test('opened in a browser by hand says where it belongs', async () => {
    const { link } = await invite();
    const page = await fetch(link, { headers: { 'accept-language': 'en' } });
    expect(await page.text()).toContain('Paste it where your LMS adds a tool');
    expect(page.status).toBe(400);
  });

  test('is kept as a hash alone', async () => {
    const { link, id } = await invite();
    const rows = await sql().query('select v::text as row from registration_invite v where id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain(link.split('/').at(-1));
  });
});

describe('an LMS that says of itself', () => {
  const platformPart = (more: object) => ({ [PLATFORM]: { ...(platform.usual()[PLATFORM] as object), ...more } });
  test.each<[string, string, () => Record<string, unknown>]>([
    ['that it is somebody else', 'REGISTRATION_ISSUER', () => ({ issuer: 'https://lms.bank.example' })],
    ['that it is on another port', 'REGISTRATION_ISSUER', () => ({ issuer: 'http://127.0.0.1:1' })],
    ['that its name has a query', 'REGISTRATION_ISSUER', () => ({ issuer: `${platform.url}/?a=b` })],
    ['no registration endpoint', 'REGISTRATION_CONFIGURATION', () => ({ registration_endpoint: undefined })],
    ['an endpoint that is no address', 'REGISTRATION_CONFIGURATION', () => ({ jwks_uri: 'javascript:alert(1)' })],
    ['no platform configuration', 'REGISTRATION_CONFIGURATION', () => ({ [PLATFORM]: undefined })],
    ['that it signs with none', 'REGISTRATION_UNSUPPORTED', () => ({ id_token_signing_alg_values_supported: ['none', 'HS256'] })],
    ['that it takes secrets for tokens', 'REGISTRATION_UNSUPPORTED', () => ({ token_endpoint_auth_methods_supported: ['client_secret_basic'] })],
    ['that it has no links to tools', 'REGISTRATION_UNSUPPORTED', () => platformPart({ messages_supported: [{ type: 'LtiAssetProcessorSettingsRequest' }] })],
  ])('%s is refused before it is asked to register, and the operator sees why', async (_what, code, change) => {
    const { link, id } = await invite();
    platform.configuration = { ...platform.usual(), ...change() };
    expect(await codeOf(press(link))).toBe(code);
    expect(platform.registrations).toBe(0);
    expect(await standing(id)).toMatchObject({ standing: { status: 'open' }, lastProblem: { code } });
  });

  test.each<[string, string, RegistrationPlatform['configurationAnswer']]>([
    ['a redirect', 'REGISTRATION_UNREACHABLE', { status: 302, body: '', headers: { location: 'http://169.254.169.254/latest/meta-data' } }],
    ['too much', 'REGISTRATION_UNREACHABLE', { status: 200, body: ' '.repeat(200_000) }],
    ['nothing in time', 'REGISTRATION_UNREACHABLE', null],
    ['no JSON', 'REGISTRATION_CONFIGURATION', { status: 200, body: '<html>' }],
    ['an error', 'REGISTRATION_UNREACHABLE', { status: 500, body: '{}' }],
  ])('%s registers nothing', async (_what, code, answer) => {
    const { link } = await invite();
    platform.configurationAnswer = answer;
    expect(await codeOf(press(link))).toBe(code);
    expect(platform.registrations).toBe(0);
  });

  test('markup in its names shows it as text', async () => {
    platform.configuration = { ...platform.usual(), ...platformPart({ product_family_code: '<img src=x onerror=alert(1)>', version: '"><script>alert(2)</script>', variables: 'no list' }) };
    const { link } = await invite('<b>Bold</b> "College" & Co');
    const text = await (await open(link, { registration_token: '"><script>alert(3)</script>' })).text();
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<b>Bold');
    expect(text).toContain('&lt;b&gt;Bold&lt;/b&gt;');
  });

  test('a private address is not asked, unless the operator allows it', async () => {
    const { link, id } = await invite();
    const guarded = link.replace(url, `${url}/guarded`);
    expect(await codeOf(open(guarded))).toBe('REGISTRATION_ADDRESS');
    expect(await codeOf(open(guarded, { openid_configuration: `https://127.0.0.1:${new URL(platform.url).port}/c` }))).toBe('REGISTRATION_ADDRESS');
    expect(await codeOf(open(guarded, { openid_configuration: 'https://localhost/c' }))).toBe('REGISTRATION_ADDRESS');
    expect(platform.asked).toEqual([]);
    expect((await standing(id))?.lastProblem).toMatchObject({ code: 'REGISTRATION_ADDRESS' });
  });
});

describe('an LMS that answers', () => {
  test.each<[string, string, RegistrationPlatform['registrationAnswer']]>([
    ['with an error of its own', 'REGISTRATION_ANSWER', { status: 500, body: 'out of memory' }],
    ['with a redirect', 'REGISTRATION_ANSWER', { status: 302, body: '', headers: { location: 'http://127.0.0.1/' } }],
    ['nothing in time', 'REGISTRATION_ANSWER_LOST', null],
    ['no JSON', 'REGISTRATION_ANSWER', { status: 200, body: 'ok' }],
    ['no client id', 'REGISTRATION_ANSWER', { status: 200, body: '{}' }],
    ['a client id that cannot be kept', 'REGISTRATION_ANSWER', { status: 200, body: JSON.stringify({ client_id: 'a\0b' }) }],
  ])('%s closes the invite with the reason', async (_what, code, answer) => {
    const { link, id } = await invite();
    platform.registrationAnswer = answer;
    expect(await codeOf(press(link))).toBe(code);
    expect((await standing(id))?.standing).toMatchObject({ status: 'refused', code, issuer: platform.url });
    platform.mend();
    expect(await codeOf(press(link))).toBe('REGISTRATION_LINK_USED');
  });

  test('no leaves the link good, with the reason: nothing was registered', async () => {
    const { link, id } = await invite('Again College');
    platform.registrationAnswer = { status: 401, body: 'token_already_used' };
    expect(await codeOf(press(link))).toBe('REGISTRATION_REFUSED');
    expect(await standing(id)).toMatchObject({ standing: { status: 'open' }, lastProblem: { code: 'REGISTRATION_REFUSED', detail: '401: token_already_used' } });
    platform.mend();
    expect((await press(link)).status).toBe(200);
  });

  test('with the identity of another institution is refused', async () => {
    platform.registrationAnswer = { status: 200, body: JSON.stringify({ client_id: 'shared', [TOOL]: { deployment_id: '7' } }) };
    await press((await invite('First College')).link);
    const second = await invite('Second College');
    expect(await codeOf(press(second.link))).toBe('REGISTRATION_TAKEN');
    platform.registrationAnswer = { status: 200, body: JSON.stringify({ client_id: 'shared' }) };
    expect(await codeOf(press((await invite('Third College')).link))).toBe('REGISTRATION_TAKEN');
    expect((await listPlatforms({ sql: sql() })).filter(({ clientId }) => clientId === 'shared')).toHaveLength(1);
    expect((await standing(second.id))?.standing).toMatchObject({ status: 'refused', code: 'REGISTRATION_TAKEN' });
  });

  test('and cannot be kept: nothing is half written, the log knows as what the LMS has the tool, and the link says that it was begun', async () => {
    const { link, id } = await invite('Forgotten College');
    platform.registrationAnswer = { status: 200, body: JSON.stringify({ client_id: 'known-there' }) };
    expect(await codeOf(press(link.replace(url, `${url}/forgetful`)))).toBe('INTERNAL');
    expect(rejected.at(-1)?.error.detail).toContain('as client known-there, and it could not be kept: Error: the database is away');
    expect((await standing(id))?.standing.status).toBe('registering');
    expect((await listPlatforms({ sql: sql() })).filter(({ clientId }) => clientId === 'known-there')).toEqual([]);
    expect(await codeOf(press(link))).toBe('REGISTRATION_LINK_BEGUN');
  });

  test('and this process dies before it is kept: the invite shows that it was cut off', async () => {
    const { link, id } = await invite();
    await sql().query(`update registration_invite set state = $2 where id = $1`, [id, JSON.stringify({ status: 'registering', since: now, issuer: platform.url })]);
    expect((await standing(id))?.standing.status).toBe('registering');
    const began = now;
    now = new Date(now.getTime() + 61_000);
    expect((await standing(id))?.standing).toMatchObject({ status: 'interrupted', issuer: platform.url });
    expect(await codeOf(press(link))).toBe('REGISTRATION_LINK_BEGUN');
    now = began;
  });
});

test.each([{ institution: ' ' }, { institution: 'A', days: 0 }, { institution: 'A', days: 400 }])('an invite of %j is not made', async (input) => {
  const deps = { sql: sql(), clock, ids: randomIds, randomText, publicUrl: url, institutionNamed: () => Promise.reject(new Error('asked')) };
  await expect(makeInvite(deps, { by: 'me', ...input })).rejects.toMatchObject({ code: 'INVITE_INPUT' });
});
