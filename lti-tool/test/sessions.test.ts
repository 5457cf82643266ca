import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { sessionOf, SESSION_HEADER, signOut, stayIn, sweepSessions } from '../src/features/identity/session.ts';
import { LaunchPlatform } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

/** Goes forward only: what is kept in memory expires between tests. */
let now = new Date('2026-11-24T05:00:00Z');
let server: LaunchServer;
let platform: LaunchPlatform;

beforeAll(async () => {
  server = await startLaunchServer({ clock: { now: () => now } });
  platform = await LaunchPlatform.start(server);
});
beforeEach(() => later(30));
afterAll(async () => {
  await platform.close();
  await server.close();
});

const later = (seconds: number): void => { now = new Date(now.getTime() + seconds * 1000); };

describe('a session', () => {
  async function opened(): Promise<IncomingHttpHeaders> {
    const response = await platform.launch();
    const id = /\/s\/([\w-]{36})\//.exec(response.headers.get('location') ?? '')?.[1] ?? '';
    return { [SESSION_HEADER]: id, cookie: response.headers.getSetCookie().find((line) => line.startsWith('cc_s_'))?.split(';')[0] ?? '' };
  }

  test('notes once a minute that it is in use, which keeps it to the end of a lab of four hours, and ends sixteen hours after its launch', async () => {
    const headers = await opened();
    const statements = async (): Promise<number> => {
      server.statements.length = 0;
      await sessionOf(server.deps, headers);
      // open pages hear of a launch a moment after it
      return server.statements.filter((text) => !text.includes('pg_notify')).length;
    };
    expect(await statements()).toBe(1);
    later(60);
    expect([await statements(), await statements()]).toEqual([2, 1]);
    for (let hours = 1; hours < 16; hours += 1) {
      later(3_600);
      await statements();
    }
    later(3_540);
    await expect(statements()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('that nobody uses ends after two hours; an open page is use', async () => {
    const [idle, open] = [await opened(), await opened()];
    const session = await sessionOf(server.deps, open);
    for (let hours = 0; hours < 4; hours += 1) {
      later(3_600);
      await stayIn(server.deps, session);
    }
    await expect(sessionOf(server.deps, idle)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect((await sessionOf(server.deps, open)).id).toBe(session.id);
    await signOut(server.deps, session);
    await expect(stayIn(server.deps, session)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('that ended a day ago is swept away', async () => {
    await platform.launch();
    later(32 * 3_600 + 1);
    expect(await sweepSessions(server.deps)).toBeGreaterThan(0);
    expect(await server.made.database.query('select 1 from session')).toHaveLength(0);
  });
});

test('a browser that has opened a hundred activities keeps the cookies of the last ones', async () => {
  const begun = await platform.begin();
  const old = Array.from({ length: 100 }, () => `cc_s_${server.deps.ids.next()}=${'x'.repeat(43)}`);
  const answer = await platform.post({ state: begun.state, id_token: await platform.sign(platform.claims(begun)) }, [...old, begun.cookie].join('; '));
  expect(answer.status).toBe(303);
  const removed = answer.headers.getSetCookie().filter((line) => line.startsWith('cc_s_') && line.includes('Max-Age=0')).map((line) => line.split('=')[0]);
  expect(removed).toEqual(old.slice(0, 80).map((pair) => pair.split('=')[0]));
});

test('a launch makes a session of its own, whatever cookies the browser came with', async () => {
  const begun = await platform.begin();
  const planted = String(server.deps.ids.next());
  const answer = await platform.post({ state: begun.state, id_token: await platform.sign(platform.claims(begun)) }, `cc_s_${planted}=planted; ${begun.cookie}`);
  const location = answer.headers.get('location') ?? '';
  expect(location).toMatch(/^\/s\/[\w-]{36}\/lab$/);
  expect(location).not.toContain(planted);
});
