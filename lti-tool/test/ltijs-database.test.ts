import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Provider } from 'ltijs';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { nextPage } from '../src/adapters/ltijs/paging.ts';
import { isConflict } from '../src/adapters/ltijs/scores.ts';
import { besideQuery } from '../src/adapters/ltijs/line-item-url.ts';
import { failureOf } from '../src/adapters/ltijs/failures.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { createToolKeys } from '../src/features/identity/tool-keys.ts';
import { addPlatform, listPlatforms } from '../src/features/identity/platform-registry.ts';
import { outbound, sealer } from './launch-server.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
let services: ReturnType<typeof createPlatformServices>;
let id: string;

beforeAll(async () => {
  made = await migratedDatabase();
  const keys = createToolKeys({ sql: made.database, clock: systemClock, sealer });
  await keys.publicKeys();
  services = createPlatformServices({ databaseUrl: made.url, sealer, outbound, clock: systemClock, sign: keys.sign, allowPrivateAddresses: true });
  id = await addPlatform({ sql: made.database, ids: randomIds }, {
    institution: 'Haneul University', issuer: 'https://lms.example', clientId: 'c1', deploymentIds: ['1'], tokenAudience: 'https://auth.lms.example',
    authorizationUrl: 'https://lms.example/auth', tokenUrl: 'https://lms.example/token', jwksUrl: 'https://lms.example/jwks',
  });
  await services.database.setup();
  Provider.setup('not used', { plugin: services.database }, { cors: false, ltiaas: true });
});
afterAll(async () => {
  await services.close();
  await made.close();
});

async function platform() {
  const found = await Provider.getPlatform('https://lms.example', 'c1');
  if (found === false) throw new Error('ltijs does not find the platform');
  return found;
}

describe('ltijs, on our database plugin', () => {
  test('finds a registration with its addresses, its audience and the tool\'s key', async () => {
    expect(await (await platform()).platformJSON()).toEqual({
      id, url: 'https://lms.example', clientId: 'c1', name: null, active: true,
      authenticationEndpoint: 'https://lms.example/auth', accesstokenEndpoint: 'https://lms.example/token', authorizationServer: 'https://auth.lms.example',
      authConfig: { method: 'JWK_SET', key: 'https://lms.example/jwks' }, publicKey: expect.stringContaining('BEGIN PUBLIC KEY'),
    });
    expect(await (await platform()).platformPrivateKey()).toContain('BEGIN PRIVATE KEY');
  });

  test('finds it by its id, and finds nothing where there is nothing', async () => {
    expect(await Provider.getPlatformById(id)).not.toBe(false);
    expect(await Provider.getPlatform('https://lms.example', 'another')).toBe(false);
  });

  test('may change an address', async () => {
    await (await platform()).platformAccessTokenEndpoint('https://lms.example/token2');
    expect(await (await platform()).platformAccessTokenEndpoint()).toBe('https://lms.example/token2');
    await (await platform()).platformAccessTokenEndpoint('https://lms.example/token');
  });

  test('cannot remove a registration, make keys or keep launches', async () => {
    await expect((await platform()).delete()).rejects.toThrow('not kept through ltijs');
    await expect(services.database.Insert(false, 'nonce')).rejects.toThrow('not kept through ltijs');
    await expect(services.database.Get(false, 'idtoken', {})).rejects.toThrow('not kept through ltijs');
    expect(await listPlatforms({ sql: made.database })).toHaveLength(1);
  });
});

describe('the address of the next page', () => {
  const first = 'https://lms.example/items?type_id=1';

  test('is taken as Moodle writes it', () => {
    expect(nextPage('“https://lms.example/items?type_id=1&amp;from=10”', { first, current: undefined })).toBe('https://lms.example/items?type_id=1&from=10');
  });

  test('never leads our token to another site, nor round in a circle', () => {
    expect(() => nextPage('https://elsewhere.example/items', { first, current: undefined })).toThrow('unreachable');
    expect(() => nextPage(first, { first, current: undefined })).toThrow('unreachable');
  });
});

test('scores go before the query of a line item', () => {
  expect(besideQuery('https://lms.example/2/lineitem?type_id=1', 'scores')).toBe('https://lms.example/2/lineitem/scores?type_id=1');
});

test.each([
  [401, {}, '', 'unauthorized'],
  [400, {}, '{"error":"signature_error"}', 'unauthorized'],
  [403, {}, '{ "error" : "invalid_authorization" }', 'unauthorized'],
  [400, {}, '{"error":"User does not belong to site"}', 'refused'],
  [403, {}, 'missing scope', 'forbidden'],
  [403, {}, '403 Forbidden (Rate Limit Exceeded)', 'throttled'],
  [429, { 'retry-after': '7' }, '', 'throttled'],
  [400, {}, '', 'refused'],
  [408, {}, '', 'unreachable'],
  [302, {}, '', 'unreachable'],
  [503, {}, '', 'unreachable'],
] as const)('an answer of %i with %j and "%s" is %s', (status, headers, body, kind) => {
  expect(failureOf({ status, headers, body }).kind).toBe(kind);
});

test.each([
  [409, '', true],
  [400, '{"errors":{"message":"timestamp is before the last update of the result"}}', true],
  // Open edX, of the field that is wrong
  [400, '{"timestamp":["Score timestamp can only be updated to a later point in time"]}', true],
  [400, '{"timestamp":["Score already exists for the provided timestamp"]}', true],
  // Moodle repeats a score that it does not take, timestamp and all
  [400, 'Incorrect score received{"userId":"3","scoreGiven":8.5,"timestamp":"2026-11-24T04:34:59.644Z"}', false],
  [400, '', false],
])('an answer of %i with "%s" means that a newer score is there: %s', (status, body, conflict) => {
  expect(isConflict({ status, body })).toBe(conflict);
});

test('a time to retry at counts from the platform\'s own clock', () => {
  expect(failureOf({ status: 429, headers: { date: 'Tue, 24 Nov 2026 05:00:00 GMT', 'retry-after': 'Tue, 24 Nov 2026 05:01:30 GMT' }, body: '' })).toEqual({ kind: 'throttled', retryAfterSeconds: 90 });
});
