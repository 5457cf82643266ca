import { describe, expect, test } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { sessionOf, SESSION_HEADER, signOut, stayIn, sweepSessions } from '../src/features/identity/session.ts';
import { launchStage } from './launch-stage.ts';

const stage = launchStage();

describe('a session', () => {
  async function opened(): Promise<IncomingHttpHeaders> {
    const response = await stage.platform.launch();
    const id = /\/s\/([\w-]{36})\//.exec(response.headers.get('location') ?? '')?.[1] ?? '';
    return { [SESSION_HEADER]: id, cookie: response.headers.getSetCookie().find((line) => line.startsWith('cc_s_'))?.split(';')[0] ?? '' };
  }

  test('notes once a minute that it is in use, which keeps it to the end of a lab of four hours, and ends sixteen hours after its launch', async () => {
    const headers = await opened();
    const statements = async (): Promise<number> => {
      stage.server.statements.length = 0;
      await sessionOf(stage.server.deps, headers);
      // open pages hear of a launch a moment after it
      return stage.server.statements.filter((text) => !text.includes('pg_notify')).length;
    };
    expect(await statements()).toBe(1);
    stage.later(60);
    expect([await statements(), await statements()]).toEqual([2, 1]);
    for (let hours = 1; hours < 16; hours += 1) {
      stage.later(3_600);
      await statements();
    }
    stage.later(3_540);
    await expect(statements()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('that nobody uses ends after two hours; an open page is use', async () => {
    const [idle, open] = [await opened(), await opened()];
    const session = await sessionOf(stage.server.deps, open);
    for (let hours = 0; hours < 4; hours += 1) {
      stage.later(3_600);
      await stayIn(stage.server.deps, session);
    }
    await expect(sessionOf(stage.server.deps, idle)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect((await sessionOf(stage.server.deps, open)).id).toBe(session.id);
    await signOut(stage.server.deps, session);
    await expect(stayIn(stage.server.deps, session)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('that ended a day ago is swept away', async () => {
    await stage.platform.launch();
    stage.later(32 * 3_600 + 1);
    expect(await sweepSessions(stage.server.deps)).toBeGreaterThan(0);
    expect(await stage.server.made.database.query('select 1 from session')).toHaveLength(0);
  });
});

test('a browser that has opened a hundred activities keeps the cookies of the last ones', async () => {
  const begun = await stage.platform.begin();
  const old = Array.from({ length: 100 }, () => `cc_s_${stage.server.deps.ids.next()}=${'x'.repeat(43)}`);
  const answer = await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, [...old, begun.cookie].join('; '));
  expect(answer.status).toBe(303);
  const removed = answer.headers.getSetCookie().filter((line) => line.startsWith('cc_s_') && line.includes('Max-Age=0')).map((line) => line.split('=')[0]);
  expect(removed).toEqual(old.slice(0, 80).map((pair) => pair.split('=')[0]));
});

test('a browser that was led to begin a hundred launches keeps the secrets of the last ones: with all of them, a proxy would refuse its requests', async () => {
  const old = Array.from({ length: 100 }, (_, at) => `cc_launch_${String(at).padStart(12, '0')}`);
  const target = new URLSearchParams({ iss: stage.platform.url, client_id: stage.platform.clientId, login_hint: 'u', target_link_uri: `${stage.server.url}/lti/launch` });
  const answer = await fetch(`${stage.server.url}/lti/login?${target}`, { redirect: 'manual', headers: { cookie: old.map((name) => `${name}=${'x'.repeat(43)}`).join('; ') } });
  const [own, ...others] = answer.headers.getSetCookie();
  expect(own).toMatch(/^cc_launch_[\w-]{12}=[\w-]{43}; .*Max-Age=600/);
  expect(others.map((line) => line.split('=')[0])).toEqual(old.slice(0, 80));
  expect(others.every((line) => line.includes('Max-Age=0'))).toBe(true);
});

test('a launch makes a session of its own, whatever cookies the browser came with', async () => {
  const begun = await stage.platform.begin();
  const planted = String(stage.server.deps.ids.next());
  const answer = await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign(stage.platform.claims(begun)) }, `cc_s_${planted}=planted; ${begun.cookie}`);
  const location = answer.headers.get('location') ?? '';
  expect(location).toMatch(/^\/s\/[\w-]{36}\/lab$/);
  expect(location).not.toContain(planted);
});
