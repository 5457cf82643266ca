import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import { createPlatformKeys } from '../src/adapters/outbound/platform-keys.ts';
import { launchRoutes } from '../src/features/launch/launch-routes.ts';
import { createPlatformDirectory } from '../src/features/launch/platform-directory.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchPlatform, type Begun } from './launch-platform.ts';
import { closing, listening, outbound, startLaunchServer, type LaunchServer } from './launch-server.ts';

let first: LaunchServer;
let platform: LaunchPlatform;
let second: Server;
let secondUrl: string;
beforeAll(async () => {
  first = await startLaunchServer();
  platform = await LaunchPlatform.start(first);
  // what a process keeps in its memory is its own
  const { sql, clock } = first.deps;
  second = createServer(express().use(launchRoutes({ ...first.deps, directory: createPlatformDirectory({ sql, clock }), keys: createPlatformKeys({ outbound, clock }) })));
  secondUrl = await listening(second);
});
afterAll(async () => {
  await closing(second);
  await platform.close();
  await first.close();
});

const formOf = async (begun: Begun) => ({ state: begun.state, id_token: await platform.sign(platform.claims(begun)) });
const post = (url: string, form: Record<string, string>, cookie: string): Promise<Response> =>
  fetch(`${url}/lti/launch`, { method: 'POST', body: new URLSearchParams(form), headers: { cookie }, redirect: 'manual' });

describe('a launch that begins at one process', () => {
  test('opens at the other, which has never heard of its platform', async () => {
    const begun = await platform.begin();
    expect((await post(secondUrl, await formOf(begun), begun.cookie)).status).toBe(303);
  });

  test('and was posted without its cookie there gives way to its browser here', async () => {
    const begun = await platform.begin();
    const form = await formOf(begun);
    expect((await post(secondUrl, form, '')).status).toBe(200);
    expect((await post(first.url, form, begun.cookie)).status).toBe(303);
    expect((await post(secondUrl, form, begun.cookie)).status).toBe(409);
  });

  test('and is posted to both at once, many times, opens once', async () => {
    for (let launch = 0; launch < 5; launch += 1) {
      const begun = await platform.begin();
      const form = await formOf(begun);
      const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => post(at % 2 === 0 ? first.url : secondUrl, form, at % 3 === 0 ? '' : begun.cookie)));
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(await one(first.made.database, 'select count(*)::int as sessions, count(bound_at)::int as bound from session where nonce = $1', [begun.nonce])).toEqual({ sessions: 1, bound: 1 });
    }
  });
});
