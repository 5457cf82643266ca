import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { startLocalIdp, type LocalIdp } from '@cloudclass/local-idp';
import { createOpenidProvider } from '../src/adapters/oidc/openid-provider.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { sessionOf, SESSION_HEADER } from '../src/features/identity/session.ts';
import { staffAccess } from '../src/features/identity/staff-access.ts';
import { beginStaffSignIn } from '../src/features/identity/staff-sign-in.ts';
import { staffRoutes, type StaffRouteDeps } from '../src/features/identity/staff-routes.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import { createViewerPages } from '../src/pages/viewer-pages.ts';
import { LaunchBrowser, type Page } from '@cloudclass/local-browser/launch-browser';
import { closing, listening, sealer } from './launch-server.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
let server: Server;
let idp: LocalIdp;
let url: string;
let deps: StaffRouteDeps;
const rejected: string[] = [];
/** What the provider says otherwise of whoever signs in. */
let claims: object = {};

beforeAll(async () => {
  made = await migratedDatabase();
  await made.database.query(`insert into institution (id, slug, name) values (gen_random_uuid(), 'haneul', 'Haneul University')`);
  server = createServer();
  url = await listening(server);
  idp = await startLocalIdp({ port: 0, clients: [{ clientId: 'cloudclass', clientSecret: 'local-secret-local-secret-local-secret', redirectUris: [`${url}/staff/callback`] }] });
  const provider = createOpenidProvider({ issuer: idp.issuer, clientId: 'cloudclass', clientSecret: 'local-secret-local-secret-local-secret' });
  deps = {
    sql: made.database, clock: systemClock, ids: randomIds, sealer, publicUrl: url,
    provider: { ...provider, finish: async (url, checks) => Object.assign(await provider.finish(url, checks) ?? {}, claims) },
    randomText: () => 'nonce',
    onRejected: ({ error }) => rejected.push(error.code),
  };
  server.on('request', express().use(staffRoutes(deps)));
});
afterEach(() => {
  claims = {};
});
afterAll(async () => {
  await idp.close();
  await closing(server);
  await made.close();
});

/** Signs in as a person of the identity provider; the browser is handed back with the page it ends on. */
async function signIn(person: string, browser = new LaunchBrowser()): Promise<{ page: Page; browser: LaunchBrowser }> {
  const asked = await browser.open(`${url}/staff/sign-in`);
  return { page: await browser.post(asked.url, { person }), browser };
}

async function sessionAfter(person: string, from = new LaunchBrowser()) {
  const { page, browser } = await signIn(person, from);
  const id = /\/s\/([\w-]{36})\//.exec(page.headers.get('location') ?? '')?.[1] ?? '';
  return sessionOf(deps, { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${browser.cookies.get(`127.0.0.1 cc_s_${id}`)}` });
}

describe('staff sign-in', () => {
  test.each([['oh-subin', 'manager'], ['jung-haneul', 'sales'], ['ryu-minho', 'operator']])('leads %s to the page of %s', async (person, page) => {
    expect((await signIn(person)).page.headers.get('location')).toMatch(new RegExp(`/s/[\\w-]{36}/${page}$`));
  });

  test('makes a manager the manager of one institution', async () => {
    expect(await sessionAfter('oh-subin')).toMatchObject({ kind: 'staff', actors: ['manager'], institutionId: expect.any(String), staff: { issuer: idp.issuer, subject: 'oh-subin' } });
  });

  test('lets an operator in without an institution', async () => {
    expect(await sessionAfter('ryu-minho')).toMatchObject({ actors: ['operator'], institutionId: null });
  });

  test('tells somebody without a role what to do', async () => {
    const { page } = await signIn('grace-hill');
    expect([page.status, rejected.at(-1)]).toEqual([403, 'STAFF_WITHOUT_ROLE']);
    expect(page.text).toContain('Ask your administrator');
  });

  test('refuses an answer this browser did not ask for', async () => {
    const other = new LaunchBrowser();
    await other.open(`${url}/staff/sign-in`);
    const { browser } = await signIn('ryu-minho');
    const stolen = await browser.open(`${url}/staff/callback?code=x&state=y&iss=${encodeURIComponent(idp.issuer)}`);
    expect([stolen.status, rejected.at(-1)]).toEqual([400, 'STAFF_SIGN_IN_FAILED']);
    const foreign = await other.open(`${url}/staff/callback?code=x&state=y&iss=${encodeURIComponent(idp.issuer)}`);
    expect([foreign.status, rejected.at(-1)]).toEqual([400, 'STAFF_SIGN_IN_FAILED']);
  });
});

describe('the language of staff', () => {
  // of a page's deps this page uses the database alone
  const viewer = () => createViewerPages({ sql: deps.sql } as unknown as PageDeps);

  test('is what somebody chose on a page, at the next sign-in too, whatever the provider says, and nobody else\'s', async () => {
    const session = await sessionAfter('oh-subin');
    expect((await viewer().viewer(session)).language).toBe('ko');
    expect((await viewer().setLanguage(session, 'en')).language).toBe('en');
    expect((await viewer().viewer(await sessionAfter('oh-subin'))).language).toBe('en');
    expect((await viewer().viewer(await sessionAfter('jung-haneul'))).language).toBe('ko');
  });

  test('is the last that was chosen', async () => {
    const session = await sessionAfter('ryu-minho');
    await viewer().setLanguage(session, 'en');
    await viewer().setLanguage(session, 'ko');
    expect((await viewer().viewer(await sessionAfter('ryu-minho'))).language).toBe('ko');
  });

  test.each([
    ['ko-KR', 'en', 'ko'],
    ['en_US', 'ko', 'en'],
    [undefined, 'ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    [undefined, 'en-GB,en;q=0.9,ko;q=0.8', 'en'],
    ['kok', 'en', 'en'],
    ['ja', 'ko', 'ko'],
  ])('is the provider\'s where it is one of ours, else the browser\'s: %s and %s give %s', async (locale, browser, language) => {
    claims = { sub: 'nobody-chose', locale };
    expect((await viewer().viewer(await sessionAfter('jung-haneul', new LaunchBrowser({ language: browser })))).language).toBe(language);
  });
});

test('a provider that is away is an error of its own, and sign-in works once it is back', async () => {
  const issuer = createServer();
  const address = await listening(issuer);
  const provider = createOpenidProvider({ issuer: address, clientId: 'c', clientSecret: 's' });
  issuer.on('request', (_req, res) => res.writeHead(503).end());
  await expect(beginStaffSignIn({ ...deps, provider })).rejects.toMatchObject({ code: 'STAFF_SIGN_IN_UNAVAILABLE' });
  issuer.removeAllListeners('request').on('request', (_req, res) => {
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer: address, authorization_endpoint: `${address}/auth`, token_endpoint: `${address}/token`, jwks_uri: `${address}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] }));
  });
  expect((await beginStaffSignIn({ ...deps, provider })).url).toMatch(new RegExp(`^${address}/auth\\?.*code_challenge=`));
  await closing(issuer);
});

test('a provider over plain HTTP elsewhere is refused', () => {
  expect(() => createOpenidProvider({ issuer: 'http://idp.example', clientId: 'c', clientSecret: 's' })).toThrow('must be https');
});

test('roles of other products are nobody here', () => {
  expect(staffAccess({ iss: 'i', sub: 's', cloudclass_roles: ['root', 'learner'] })).toMatchObject({ kind: 'refused', code: 'STAFF_WITHOUT_ROLE' });
});

test('a manager without an institution does not get in', () => {
  expect(staffAccess({ iss: 'i', sub: 's', cloudclass_roles: ['manager'] })).toMatchObject({ kind: 'refused', code: 'STAFF_INSTITUTION_UNKNOWN' });
});
