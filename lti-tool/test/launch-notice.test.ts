import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listenForChanges, type Change } from '../src/adapters/postgres/changes.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchPlatform } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

let server: LaunchServer;
let platform: LaunchPlatform;
const heard: Change[] = [];
let onHeard: () => void = () => {};
let changes: ReturnType<typeof listenForChanges>;

beforeAll(async () => {
  server = await startLaunchServer();
  platform = await LaunchPlatform.start(server);
  await new Promise<void>((resolve) => {
    changes = listenForChanges({ url: server.made.url, onGap: resolve, onError: () => {}, onChange: (change) => { heard.push(change); onHeard(); } });
  });
});
afterAll(async () => {
  await changes.close();
  await platform.close();
  await server.close();
});

test('a launch tells the open pages of its class who has come', async () => {
  const told = new Promise<void>((resolve) => { onHeard = resolve; });
  await platform.launch();
  await told;
  const { resource_link_id: resourceLinkId, person_id: personId } = await one<{ resource_link_id: string; person_id: string }>(server.made.database, 'select resource_link_id, person_id from session');
  expect(heard).toEqual([{ resourceLinkId, personId }]);
});

test('a launch is kept by a statement that notifies nobody, so that launches reach the disk together', async () => {
  await server.told();
  server.statements.length = 0;
  await platform.launch();
  await server.told();
  const [kept, ...others] = server.statements.filter((text) => /insert into session|pg_notify/.test(text));
  expect(kept).not.toContain('pg_notify');
  expect(others.map((text) => text.includes('pg_notify'))).toEqual([true]);
});
