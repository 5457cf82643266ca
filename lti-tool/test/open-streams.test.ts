import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { fail } from '../src/errors.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import type { Session } from '../src/features/identity/session.ts';
import type { Pages } from '../src/pages/pages.ts';
import { eventsOf, servePages, type ServedPages } from './served-pages.ts';

const LIMITS = { perSession: 2, inAll: 3 };
const [first, second] = ['0f5a5b1e-7f56-4d3c-9d07-7b36f1d7b111', '0f5a5b1e-7f56-4d3c-9d07-7b36f1d7b222'];

let served: ServedPages;
let refuses: boolean;
/** Ends of streams, as the page's own notices hear of them. */
let ended: Promise<unknown>[];
let open: AbortController[];

/** Nothing happens to the page until it is closed. */
function nothing(signal: AbortSignal): AsyncIterable<void> {
  const closed = signal.aborted ? Promise.resolve([]) : once(signal, 'abort');
  ended.push(closed);
  return { [Symbol.asyncIterator]: () => ({ next: () => closed.then(() => ({ done: true, value: undefined })) }) };
}

beforeEach(async () => {
  [ended, open, refuses] = [[], [], false];
  const labPage = () => (refuses ? Promise.reject(fail('FORBIDDEN')) : Promise.resolve({ id: 'page' }));
  // only what a stream of the learner's page reaches
  const pages = { learner: { labPage }, viewer: { stay: () => Promise.resolve() }, notices: { ofLearner: (_session: Session, _learner: string | null, signal: AbortSignal) => nothing(signal) } } as unknown as Pages;
  // the fake pages ask for nothing else of a session
  served = await servePages(() => pages, (id) => ({ id: sessionIdSchema.parse(id) }) as Session, LIMITS);
});
afterEach(async () => {
  for (const stream of open) stream.abort();
  await served.close();
});

/** Opens a stream. @returns its first event */
async function stream(session: string | undefined): Promise<string> {
  const closed = new AbortController();
  open.push(closed);
  const { value, done } = await eventsOf(served.url, { session: session ?? '', query: 'subscription { labPage { id } }', signal: closed.signal }).next();
  if (done === true) throw new Error('no event came');
  return value;
}

const isPage = JSON.stringify({ data: { labPage: { id: 'page' } } });

test('a session opens as many live pages as it may, and one more is told so with a code', async () => {
  expect([await stream(first), await stream(first)]).toEqual([isPage, isPage]);
  expect(await stream(first)).toContain('"code":"STREAMS_OF_SESSION"');
});

test('a live page that ends with an error shows the number that the log has beside the code', async () => {
  refuses = true;
  const shown = /"code":"FORBIDDEN","correlationId":"([^"]+)"/.exec(await stream(first))?.[1];
  expect([shown, served.logged]).toEqual([expect.any(String), [expect.objectContaining({ code: 'FORBIDDEN', correlationId: shown })]]);
});

test('a page that is closed makes room for another', async () => {
  await stream(first);
  await stream(first);
  open[0]?.abort();
  await ended[0];
  expect([await stream(first), served.logged]).toEqual([isPage, []]);
});

test('a page that is refused takes no room', async () => {
  refuses = true;
  for (let attempt = 0; attempt < 3; attempt += 1) expect(await stream(first)).toContain('"code":"FORBIDDEN"');
  refuses = false;
  expect(await stream(first)).toBe(isPage);
});

test('a server that holds as many live pages as it can says so, whose session it is', async () => {
  expect([await stream(first), await stream(first), await stream(second)]).toEqual([isPage, isPage, isPage]);
  expect(await stream(second)).toContain('"code":"STREAMS_IN_ALL"');
});
