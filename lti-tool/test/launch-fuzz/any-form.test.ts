import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claim } from '../../src/features/launch/claims.ts';
import { LaunchPlatform } from '../launch-platform.ts';
import { startLaunchServer, type LaunchServer } from '../launch-server.ts';

/** Stands still, so that nothing is refused for its age. */
const clock = { now: () => new Date('2026-11-24T05:00:00Z') };
let server: LaunchServer;
let platform: LaunchPlatform;

beforeAll(async () => {
  server = await startLaunchServer({ clock });
  platform = await LaunchPlatform.start(server);
});
afterAll(async () => {
  await platform.close();
  await server.close();
});

describe('whatever is sent', () => {
  test('a token with one character changed opens nothing', async () => {
    const begun = await platform.begin();
    const token = await platform.sign(platform.claims(begun));
    await fc.assert(fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, character) => {
      fc.pre(token[at] !== character);
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      const response = await platform.post({ state: begun.state, id_token: changed }, begun.cookie);
      expect(response.status).toBe(400);
    }), { numRuns: 60 });
  });

  test('a state with one character changed opens nothing', async () => {
    const begun = await platform.begin();
    const form = { id_token: await platform.sign(platform.claims(begun)) };
    await fc.assert(fc.asyncProperty(fc.nat(begun.state.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, character) => {
      fc.pre(begun.state[at] !== character);
      const response = await platform.post({ ...form, state: begun.state.slice(0, at) + character + begun.state.slice(at + 1) }, begun.cookie);
      expect(response.status).toBe(400);
    }), { numRuns: 60 });
  });

  test('a signed token with any claim of any form is taken or refused by a launch code, never a crash', async () => {
    const names = [...Object.values(claim), 'sub', 'aud', 'azp', 'iat', 'exp', 'nbf', 'name', 'email'];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }), async (name, value) => {
      server.rejected.length = 0;
      const response = await platform.launch((claims) => ({ ...claims, [name]: value }));
      expect(server.rejected.filter(({ error }) => error.code === 'INTERNAL').map(({ error }) => String(error.cause))).toEqual([]);
      expect([303, 400, 403]).toContain(response.status);
    }), { numRuns: 150 });
  });

  test('a login or a launch with any form is answered, never a crash', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('login', 'launch', 'verify', 'continue'), fc.dictionary(fc.constantFrom('iss', 'state', 'id_token', 'error', 'target_link_uri', 'login_hint', 'ticket', 'secret'), fc.string()), async (path, form) => {
      const response = await fetch(`${server.url}/lti/${path}`, { method: 'POST', body: new URLSearchParams(form) });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }), { numRuns: 80 });
  });
});
