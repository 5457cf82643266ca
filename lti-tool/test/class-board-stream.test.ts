import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, sessionIdSchema } from '../src/domain/ids.ts';
import type { PersonSession } from '../src/features/identity/session.ts';
import { createChangeHub, type ChangeHub } from '../src/pages/change-notices.ts';
import type { Pages } from '../src/pages/pages.ts';
import type { ClassBoardView } from '../src/pages/views/instructor.ts';
import { board, row } from './class-boards.ts';
import { nobody } from './nobody.ts';
import { eventsOf, servePages, type ServedPages } from './served-pages.ts';

const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const link = resourceLinkIdSchema.parse(uuid(1));
const instructor: PersonSession = {
  kind: 'person', id: sessionIdSchema.parse(uuid(2)), actors: ['instructor'], expiresAt: new Date(0), who: nobody,
  institutionId: institutionIdSchema.parse(uuid(3)), personId: personIdSchema.parse(uuid(4)), platformId: platformIdSchema.parse(uuid(5)), courseId: courseIdSchema.parse(uuid(6)), resourceLinkId: link,
  launch: { messageType: 'LtiResourceLinkRequest', deploymentId: '1' },
};

let served: ServedPages;
let hub: ChangeHub;
let now: ClassBoardView;
let open: AbortController[];
let readings: number;

beforeEach(async () => {
  [hub, now, open, readings] = [createChangeHub(), board([row('kim'), row('lee')]), [], 0];
  const classBoard = (): Promise<ClassBoardView> => {
    readings += 1;
    return Promise.resolve(now);
  };
  // only what a stream of the board reaches
  const pages = { instructor: { classOf: () => 'class', classBoard }, viewer: { stay: () => Promise.resolve() }, notices: hub } as unknown as Pages;
  served = await servePages(() => pages, () => instructor);
});
afterEach(async () => {
  for (const window of open) window.abort();
  await served.close();
});

const QUESTION = 'subscription { classBoard { is: __typename ... on ClassBoard { rows { learner { id } points } } ... on ClassBoardDifference { placed { at row { learner { id } points } } left summary { enrolled } } } }';

/** Opens a window of the board. @returns what it is sent next, each time it is called */
function windowOpened(): () => Promise<unknown> {
  const closed = new AbortController();
  open.push(closed);
  const events = eventsOf(served.url, { session: uuid(2), query: QUESTION, signal: closed.signal });
  return async () => JSON.parse((await events.next()).value ?? '{}').data?.classBoard;
}

function becomes(next: ClassBoardView): void {
  now = next;
  hub.changed({ resourceLinkId: link, personId: null });
}

const shown = (id: string, points = 0) => ({ learner: { id }, points });

test('a window is sent the whole board, and then what changed alone', async () => {
  const next = windowOpened();
  expect(await next()).toEqual({ is: 'ClassBoard', rows: [shown('kim'), shown('lee')] });
  becomes(board([row('kim'), row('lee', { points: 10 })]));
  expect(await next()).toEqual({ is: 'ClassBoardDifference', placed: [{ at: 1, row: shown('lee', 10) }], left: [], summary: { enrolled: 2 } });
  becomes(board([row('lee', { points: 10 })]));
  expect(await next()).toEqual({ is: 'ClassBoardDifference', placed: [], left: ['kim'], summary: { enrolled: 1 } });
});

test('a window that listens again is sent the whole board', async () => {
  await windowOpened()();
  open[0]?.abort();
  becomes(board([row('kim'), row('lee', { points: 10 })]));
  expect(await windowOpened()()).toEqual({ is: 'ClassBoard', rows: [shown('kim'), shown('lee', 10)] });
});

test('each window is sent what changed since it was sent something itself', async () => {
  const early = windowOpened();
  await early();
  // read by the next window before the early one hears of it
  now = board([row('kim', { points: 10 }), row('lee')]);
  const late = windowOpened();
  await late();
  becomes(board([row('kim', { points: 10 }), row('lee', { points: 10 })]));
  const [ofEarly, ofLate] = await Promise.all([early(), late()]);
  expect([ofEarly, ofLate]).toMatchObject([{ placed: [{ row: shown('kim', 10) }, { row: shown('lee', 10) }] }, { placed: [{ row: shown('lee', 10) }] }]);
});

test('what changed is read once for all windows of a class', async () => {
  const windows = [windowOpened(), windowOpened(), windowOpened()];
  for (const next of windows) await next();
  expect(readings).toBe(3);
  becomes(board([row('kim', { points: 10 }), row('lee')]));
  for (const next of windows) expect(await next()).toMatchObject({ placed: [{ at: 0, row: shown('kim', 10) }] });
  expect(readings).toBe(4);
});

test('when the lab was chosen anew, a window is sent the whole board', async () => {
  const next = windowOpened();
  await next();
  becomes({ ...now, steps: [] });
  expect(await next()).toMatchObject({ is: 'ClassBoard' });
});
