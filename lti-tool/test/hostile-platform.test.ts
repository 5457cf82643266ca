import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import express from 'express';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { addPlatform, institutionNamed, keepRegisteredPlatform, listPlatforms } from '../src/features/identity/platform-registry.ts';
import { createToolKeys } from '../src/features/identity/tool-keys.ts';
import { listInvites, makeInvite } from '../src/features/registration/invites.ts';
import { registrationRoutes } from '../src/features/registration/registration-routes.ts';
import { platformIdSchema, type PlatformId } from '../src/domain/ids.ts';
import { closing, listening, outbound, sealer } from './launch-server.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { RegistrationPlatform } from './registration-platform.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());

describe('a platform whose services misbehave', () => {
  let server: Server;
  let url: string;
  let services: ReturnType<typeof createPlatformServices>;
  const GRANTED = { status: 200, body: JSON.stringify({ access_token: 'secret', expires_in: 60 }) };
  let token = GRANTED;
  let list: object = {};
  /** What it says to a score; good news unless a test has other. */
  let scored: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/token') response.writeHead(token.status).end(token.body);
      else if (request.method === 'POST') response.writeHead(scored.status, scored.headers ?? {}).end(scored.body ?? '');
      else response.end(JSON.stringify(list));
    });
    url = await listening(server);
    const { sign } = createToolKeys({ sql: made.database, clock: systemClock, sealer });
    services = createPlatformServices({ databaseUrl: made.url, sealer, outbound, clock: systemClock, sign, allowPrivateAddresses: true });
  });
  afterAll(async () => {
    await services.close();
    await closing(server);
  });

  beforeEach(() => {
    token = GRANTED;
    scored = { status: 200 };
  });

  /** A registration of its own, so that no token is known. */
  const registered = async (): Promise<PlatformId> => platformIdSchema.parse(await addPlatform({ sql: made.database, ids: randomIds }, {
    institution: 'Haneul University', issuer: url, clientId: randomIds.next(), deploymentIds: ['1'], authorizationUrl: `${url}/auth`, tokenUrl: `${url}/token`, jwksUrl: `${url}/jwks`,
  }));
  const score = (platformId: PlatformId) => services.publishScore({ platformId, lineItemUrl: `${url}/item` }, { userId: '1', scoreGiven: 1, scoreMaximum: 1, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: new Date(), workUrl: 'https://tool.example/lti/launch' });

  test.each([
    ['a NUL', `no\0thing`],
    ['an emoji where the detail is cut', `${'x'.repeat(299)}\u{1f600}`],
  ])('is noted as it was, and asked again, when it refuses a token with %s', async (_what, body) => {
    const platformId = await registered();
    token = { status: 400, body };
    expect(await score(platformId)).toMatchObject({ kind: 'unauthorized' });
    token = GRANTED;
    expect(await score(platformId)).toEqual({ kind: 'accepted' });
  });

  test.each(['0', '-5', '"soon"', '""', 'null', '1e300', '9007199254740991'])('gives a token that is used, though its lifetime is said to be %s', async (lifetime) => {
    token = { status: 200, body: `{"access_token": "secret", "expires_in": ${lifetime}}` };
    expect(await score(await registered())).toEqual({ kind: 'accepted' });
  });

  describe('has not taken a score', () => {
    test.each([
    ['Line item does not exist', { kind: 'no-line-item' }], ['Line item does not exist.', { kind: 'no-line-item' }], ['Invalid LTI id supplied.', { kind: 'no-line-item' }],
    ['Not allowed in context', { kind: 'forbidden' }], ['Forbidden', { kind: 'forbidden' }],
  ])('forbids a score because of its column, or because of the course: Moodle says "%s"', async (reason, outcome) => {
    scored = { status: 403, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ status: 403, reason, request: { method: 'POST' } }) };
    expect(await score(await registered())).toMatchObject(outcome);
  });

  test.each([['Text/HTML; charset=utf-8', 'Down for maintenance'], ['application/xhtml+xml', '<html/>'], ['', '\n<!DOCTYPE html><title>Sign in</title>']])('when it answers with a page of type "%s"', async (type, body) => {
      scored = { status: 200, headers: { 'content-type': type }, body };
      expect(await score(await registered())).toMatchObject({ kind: 'unreachable' });
    });

    test.each([405, 407, 421, 423, 425, 431])('nor said no to it when it answers %i, which is about the way', async (status) => {
      scored = { status };
      expect(await score(await registered())).toMatchObject({ kind: 'unreachable' });
    });

    test.each([['-5', undefined], ['1.5', undefined], ['5, 6', undefined], ['soon', undefined], ['Thu, 01 Jan 1970 00:00:00 GMT', 0], ['7', 7]])('when it asks for a rest until "%s"', async (rest, retryAfterSeconds) => {
      scored = { status: 429, headers: { 'retry-after': rest } };
      expect(await score(await registered())).toEqual({ kind: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
    });
  });

  test('may name somebody as no database keeps it, or so that the line turns around: the others of the class are listed with them', async () => {
    list = { members: [{ user_id: '1', name: 'a\0b' }, { user_id: '2', name: '\ud83d' }, { user_id: '3', name: '\ud83d\ude00' }, { user_id: '4', name: '\u202eabc\r\ndef' }, { user_id: '5', given_name: '\u2067', family_name: 'Kim' }] };
    const names: (string | undefined)[] = [];
    for await (const part of services.listMembers({ platformId: await registered(), membershipsUrl: `${url}/members` })) {
      if (part.kind === 'page') names.push(...part.members.map(({ name }) => name));
    }
    expect(names).toEqual(['a\ufffdb', '\ufffd', '\ud83d\ude00', 'abc def', 'Kim']);
  });

  const listed = async () => {
    const parts = [];
    for await (const part of services.listMembers({ platformId: await registered(), membershipsUrl: `${url}/members` })) parts.push(part);
    return parts;
  };

  test('may leave out of a member, or write as another type, whatever only informs: the others of the class are listed with them', async () => {
    list = { members: [{ user_id: '1', roles: null, status: null, name: null }, { user_id: '2', roles: 'Learner', status: 5, name: 5, email: {} }, { user_id: '3', roles: ['Learner', 5, null], name: 'n'.repeat(100_000) }] };
    const unsaid = { name: undefined, email: undefined, status: 'active', groupIds: [] };
    expect(await listed()).toEqual([
      { kind: 'page', members: [{ ...unsaid, subject: '1', roles: [] }, { ...unsaid, subject: '2', roles: ['Learner'] }, { ...unsaid, subject: '3', roles: ['Learner'], name: 'n'.repeat(500) }] },
      { kind: 'end', differencesUrl: undefined },
    ]);
  });

  test.each([[null], [{ id: 1 }], [true], [''], ['x'.repeat(256)]])('that says of a member only that they are %j is not believed, for nobody else is that person', async (subject) => {
    list = { members: [{ user_id: 'known', roles: ['Learner'] }, { user_id: subject, roles: ['Learner'] }] };
    expect(await listed()).toMatchObject([{ kind: 'unreachable' }]);
  });

  test('may hold results that nobody can read: the others are compared', async () => {
    list = [{ userId: '1', resultScore: 1 }, null, { resultScore: 1 }, { userId: '2', resultScore: 'A+' }, { userId: '3', resultScore: 1, resultMaximum: 0 }];
    const parts = [];
    for await (const part of services.listResults({ platformId: await registered(), lineItemUrl: `${url}/item` })) parts.push(part);
    expect(parts).toEqual([{ kind: 'page', results: [{ userId: '1', points: 1, maximum: 1 }] }, { kind: 'end' }]);
  });

  test('leads no request to a socket of this machine, which ltijs\'s HTTP client would open for the host "unix"', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudclass-socket-'));
    const reached: string[] = [];
    const socket = createServer((request, response) => {
      reached.push(`${request.method ?? ''} ${request.headers.authorization ?? ''}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
    socket.listen(join(folder, 's'));
    await once(socket, 'listening');
    const lineItemsUrl = `http://unix:${join(folder, 's')}:/items`;
    const outcome = await services.findOrCreateLineItem({ platformId: await registered(), lineItemsUrl, ltiResourceLinkId: '1', resourceId: '1', label: 'Lab', scoreMaximum: 1 });
    await closing(socket);
    rmSync(folder, { recursive: true });
    expect(outcome).toMatchObject({ kind: 'unreachable' });
    expect(reached).toEqual([]);
  });
});

describe('an LMS that registers itself', () => {
  let server: Server;
  let url: string;
  let lms: RegistrationPlatform;

  beforeAll(async () => {
    server = createServer();
    url = await listening(server);
    server.on('request', express().use(registrationRoutes({
      sql: made.database, clock: systemClock, ids: randomIds, publicUrl: url, allowPrivateAddresses: true, randomText, outbound, onRejected: () => {},
      keepPlatform: (tx, record) => keepRegisteredPlatform({ sql: tx, ids: randomIds }, record),
    })));
    lms = await RegistrationPlatform.start();
  });
  afterAll(async () => {
    await lms.close();
    await closing(server);
  });
  beforeEach(() => lms.mend());

  const randomText = () => randomBytes(32).toString('base64url');
  const invite = () => makeInvite({ sql: made.database, clock: systemClock, ids: randomIds, randomText, publicUrl: url, institutionNamed: (tx, given) => institutionNamed({ sql: tx, ids: randomIds }, given) }, { institution: 'Haneul University', by: 'operator@cloudclass.example' });
  const press = (link: string) => fetch(link, { method: 'POST', body: new URLSearchParams({ openid_configuration: `${lms.url}/configuration` }), headers: { 'accept-language': 'en' } });
  const standing = async (id: string) => (await listInvites({ sql: made.database, clock: systemClock })).find((listed) => listed.id === id)?.standing.status;

  test('may refuse in words that are cut inside an emoji: the link stays good', async () => {
    const { id, link } = await invite();
    lms.registrationAnswer = { status: 403, body: `${'x'.repeat(299)}\u{1f600}` };
    const refused = await press(link);
    expect([refused.status, await standing(id)]).toEqual([502, 'open']);
    expect(await refused.text()).toContain('REGISTRATION_REFUSED');
    lms.mend();
    expect((await press(link)).status).toBe(200);
  });

  test.each([
    ['five hundred letters of three bytes each', '\u4e00'.repeat(500)],
    ['half an emoji', 'a\ud83d'],
  ])('and names the tool by %s is told so on a page, and the link is closed', async (_what, clientId) => {
    const { id, link } = await invite();
    lms.registrationAnswer = { status: 200, body: JSON.stringify({ client_id: clientId }) };
    const refused = await press(link);
    expect([refused.status, await standing(id)]).toEqual([502, 'refused']);
    expect(await refused.text()).toContain('REGISTRATION_ANSWER');
  });

  test.each([
    ['issuer', () => ({ issuer: `${lms.url}/a\u0000` })],
    ['address of tokens', () => ({ token_endpoint: `${lms.url}/to\u0000ken` })],
    ['address of keys', () => ({ jwks_uri: `${lms.url}/jw\u0085ks` })],
  ])('with a control character in its %s is refused before it is asked, and the link stays good', async (_what, change) => {
    const { id, link } = await invite();
    lms.configuration = { ...lms.usual(), ...change() };
    const [before, refused] = [(await listPlatforms({ sql: made.database })).length, await press(link)];
    expect([refused.status, await standing(id), lms.registrations]).toEqual([400, 'open', 0]);
    expect((await listPlatforms({ sql: made.database })).length).toBe(before);
  });
});
