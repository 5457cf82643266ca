import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { randomIds, type Clock } from '../src/ports/clock.ts';
import { createToolKeys } from '../src/features/identity/tool-keys.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { missingScopes } from '../src/features/identity/service-access.ts';
import { platformIdSchema, type PlatformId } from '../src/domain/ids.ts';
import { closing, listening, outbound, sealer } from './launch-server.ts';
import { movableClock, type MovableClock } from './grades-world.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

type Services = ReturnType<typeof createPlatformServices>;

const SCORE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
let made: MigratedDatabase;
let server: Server;
let url: string;
let clock: MovableClock;
let platformId: PlatformId;
const opened: Services[] = [];

/** What the platform does, changed by each test. */
const platform = { asked: 0, answer: (): { status: number; body: object } => ({ status: 200, body: {} }), good: new Set<string>(), posted: 0 };
const granting = (lifetime = 3_600, scope: string = SCORE) => () => {
  const token = `token-${platform.asked}`;
  platform.good.add(token);
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope } };
};

function platformApp(): express.Express {
  const app = express();
  app.post('/token', (_request, response) => {
    platform.asked += 1;
    const { status, body } = platform.answer();
    response.status(status).json(body);
  });
  app.post('/lineitem/scores', (request, response) => {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    platform.posted += 1;
    response.status(platform.good.has(token) ? 204 : 401).end();
  });
  return app;
}

function process_(ownClock: Clock = clock): Services {
  const keys = createToolKeys({ sql: made.database, clock, sealer });
  const services = createPlatformServices({ databaseUrl: made.url, sealer, outbound, clock: ownClock, sign: keys.sign, allowPrivateAddresses: true });
  opened.push(services);
  return services;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => { resolve = done; });
  return { promise, resolve: () => resolve() };
}

const score = () => ({ userId: '1', scoreGiven: 1, scoreMaximum: 1, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: clock.now(), workUrl: 'https://tool.example/lti/launch' });
const post = (services: Services) => services.publishScore({ platformId, lineItemUrl: `${url}/lineitem` }, score());

beforeAll(async () => {
  [made, clock, server] = [await migratedDatabase(), movableClock(), createServer(platformApp())];
  url = await listening(server);
  platformId = platformIdSchema.parse(await addPlatform({ sql: made.database, ids: randomIds }, {
    institution: 'Haneul University', issuer: url, clientId: 'c1', deploymentIds: ['1'], authorizationUrl: `${url}/auth`, tokenUrl: `${url}/token`, jwksUrl: `${url}/jwks`,
  }));
  await createToolKeys({ sql: made.database, clock, sealer }).publicKeys();
});
beforeEach(async () => {
  await made.database.query('delete from access_token');
  await made.database.query('delete from service_access');
  platform.good.clear();
  Object.assign(platform, { asked: 0, posted: 0, answer: granting() });
});
afterAll(async () => {
  await Promise.all(opened.map((services) => services.close()));
  await closing(server);
  await made.close();
});

describe('an access token', () => {
  test('that 32 calls of two processes need at once is asked for once', async () => {
    const [one, other] = [process_(), process_()];
    const outcomes = await Promise.all(Array.from({ length: 32 }, (_, index) => post(index % 2 === 0 ? one : other)));
    expect([platform.asked, platform.posted, new Set(outcomes.map(({ kind }) => kind))]).toEqual([1, 32, new Set(['accepted'])]);
  });

  test('is kept, sealed, for every process', async () => {
    await post(process_());
    await post(process_());
    const [row] = await made.database.query<{ sealed_token: string }>('select sealed_token from access_token');
    expect([platform.asked, row?.sealed_token.startsWith('v1.'), row?.sealed_token.includes('token-1')]).toEqual([1, true, false]);
  });

  test('that another process asks for and is refused is refused to whoever waited, without another request', async () => {
    const claim = randomIds.next();
    await made.database.query(`insert into service_access (platform_id, scope, claim, claimed_until) values ($1, $2, $3, $4)`, [platformId, SCORE, claim, new Date(clock.now().getTime() + 60_000)]);
    let looks = 0;
    const ended = withResolvers();
    // each time it reaches for the claim it asks what time it is: with the third it has seen who holds it
    const watched = { now: () => { looks += 1; if (looks === 3) ended.resolve(); return clock.now(); } };
    const waiting = post(process_(watched));
    await ended.promise;
    await made.database.query('update service_access set claim = null, claimed_until = null, ended_claim = claim, outcome = $1', [JSON.stringify({ kind: 'unreachable', detail: 'seen by another' })]);
    expect(await waiting).toEqual({ kind: 'unreachable', detail: 'seen by another' });
    expect(platform.asked).toBe(0);
  });

  test('whose asker was killed is asked for by another when the claim has run out', async () => {
    await made.database.query(`insert into service_access (platform_id, scope, claim, claimed_until) values ($1, $2, gen_random_uuid(), $3)`, [platformId, SCORE, new Date(clock.now().getTime() + 300)]);
    expect((await post(process_())).kind).toBe('accepted');
    expect(platform.asked).toBe(1);
  });

  test('is renewed before it runs out, while the old one still does its work', async () => {
    const services = process_();
    await post(services);
    clock.forward(3_000);
    expect((await post(services)).kind).toBe('accepted');
    await services.close();
    expect(platform.asked).toBe(2);
    const [row] = await made.database.query<{ expires_at: Date }>('select expires_at from access_token');
    expect(row?.expires_at.getTime()).toBeGreaterThan(clock.now().getTime() + 3_000_000);
  });

  test('that the platform does not take any more is renewed once, and no more', async () => {
    const services = process_();
    await post(services);
    platform.good.clear();
    expect((await post(services)).kind).toBe('accepted');
    expect(platform.asked).toBe(2);
    platform.answer = () => ({ status: 200, body: { access_token: 'never taken', expires_in: 3_600 } });
    platform.good.clear();
    expect((await post(services)).kind).toBe('unauthorized');
    expect(platform.asked).toBe(3);
  });

  test('that another process renewed meanwhile is not thrown away', async () => {
    const [one, other] = [process_(), process_()];
    await post(one);
    await post(other);
    platform.good.clear();
    await post(one);
    await post(other);
    expect(platform.asked).toBe(2);
  });

  test.each([
    ['is given for other scopes only', granting(3_600, 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem')],
    ['is refused for its scope', () => ({ status: 400, body: { error: 'invalid_scope' } })],
  ])('that %s says which scope is missing, and the operator can read it', async (_what, answer) => {
    platform.answer = answer;
    expect(await post(process_())).toMatchObject({ kind: 'forbidden', missingScope: SCORE });
    expect(await missingScopes(made.database)).toEqual(new Map([[platformId, [SCORE]]]));
    expect(await made.database.query('select 1 from access_token')).toEqual([]);
  });
});
