import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { gatherNotices, type GatheredNotices } from '../src/adapters/postgres/gathered-notices.ts';
import { listenForChanges, type Change } from '../src/adapters/postgres/changes.ts';
import { personIdSchema, resourceLinkIdSchema } from '../src/domain/ids.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { counted } from './launch-server.ts';

let made: MigratedDatabase;
let listening: { close(): Promise<void> };
const heard: Change[] = [];
let onHeard = (): void => {};
const statements: string[] = [];
const failures = jest.fn();
let notices: GatheredNotices;

const place = () => ({ resourceLinkId: resourceLinkIdSchema.parse(randomUUID()), personId: personIdSchema.parse(randomUUID()) });

beforeAll(async () => {
  made = await migratedDatabase();
  await new Promise<void>((resolve) => {
    listening = listenForChanges({ url: made.url, onChange: (change) => { heard.push(change); onHeard(); }, onGap: resolve, onError: () => {} });
  });
  notices = gatherNotices(counted(made.database, statements), failures);
});
beforeEach(() => { heard.length = 0; statements.length = 0; });
afterAll(async () => {
  await listening.close();
  await made.close();
});

/** Resolves when so many notices have come. */
const heardAll = (count: number) => new Promise<void>((resolve) => { onHeard = () => { if (heard.length === count) resolve(); }; });

test('what comes together is told in one statement, each place once', async () => {
  const [first, second] = [place(), place()];
  const all = heardAll(2);
  for (const one of [first, second, first]) notices.tell(one);
  await all;
  expect(heard).toEqual([first, second]);
  expect(statements).toHaveLength(1);
});

test('what is gathered when the process ends is told before', async () => {
  const all = heardAll(1);
  const last = place();
  notices.tell(last);
  await notices.flush();
  await all;
  expect(heard).toEqual([last]);
});

test('a notice that cannot be sent is reported, and the next one is sent', async () => {
  let down = true;
  const sql = counted(made.database, statements);
  const shaky = gatherNotices({ ...sql, query: (text, values) => (down ? Promise.reject(new Error('connection terminated')) : sql.query(text, values)) }, failures);
  shaky.tell(place());
  await shaky.flush();
  expect(failures).toHaveBeenCalledTimes(1);
  down = false;
  const [all, next] = [heardAll(1), place()];
  shaky.tell(next);
  await all;
  expect(heard).toEqual([next]);
});
