import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { scope } from '../src/services/scopes.ts';
import { openCampus, type Campus } from './campus.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus()));
afterAll(() => campus.close());

test('a signed assertion buys a token for an hour with the scopes that can be granted', async () => {
  const response = await campus.tool.requestToken(`${scope.score} https://example.org/unknown`);
  expect(await response.json()).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, scope: scope.score });
});

test('the issuer is taken as audience too', async () => {
  const response = await campus.tool.requestToken(scope.score, { aud: campus.lms.issuer });
  expect(response.status).toBe(200);
});

describe('a token is refused', () => {
  test.each<[string, Record<string, unknown>]>([
    ['for another audience', { aud: 'https://elsewhere.example/token' }],
    ['after the assertion expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['to an unknown client', { iss: 'somebody', sub: 'somebody' }],
    ['when sub is not the client', { sub: 'somebody' }],
    ['without jti', { jti: undefined }],
    ['without exp', { exp: undefined }],
  ])('%s', async (_case, overrides) => {
    const response = await campus.tool.requestToken(scope.score, overrides);
    expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  });

  test('for a signature by another key', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const response = await campus.tool.requestToken(scope.score, {}, privateKey);
    expect(response.status).toBe(401);
  });

  test('for an assertion that was used', async () => {
    const { clientId, tokenUrl } = campus.lms.registration;
    const assertion = await campus.tool.sign({ sub: clientId, aud: tokenUrl, jti: randomUUID() });
    expect((await campus.tool.sendAssertion(scope.score, assertion)).status).toBe(200);
    expect((await campus.tool.sendAssertion(scope.score, assertion)).status).toBe(401);
    expect((await campus.tool.sendAssertion(scope.score, assertion)).status).toBe(401);
  });

  test('when no known scope is asked for', async () => {
    const response = await campus.tool.requestToken('https://example.org/unknown');
    expect(await response.json()).toMatchObject({ error: 'invalid_scope' });
  });
});

test('a service refuses a token after its hour', async () => {
  let now = new Date();
  const timed = await openCampus({ clock: () => now });
  try {
    const token = await timed.tool.accessToken(scope.lineItem);
    const list = () => fetch(`${timed.lms.url}/services/courses/101/lineitems`, { headers: { authorization: `Bearer ${token}` } });
    expect((await list()).status).toBe(200);
    now = new Date(now.getTime() + 3601_000);
    expect((await list()).status).toBe(401);
  } finally {
    await timed.close();
  }
});
