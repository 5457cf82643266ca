import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Writable } from 'node:stream';
import pino from 'pino';
import { graphqlRoutes } from '../src/adapters/http/graphql-routes.ts';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { randomIds } from '../src/ports/clock.ts';
import { fail } from '../src/errors.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import type { Session } from '../src/features/identity/session.ts';
import { createGraphQLServer } from '../src/graphql/server.ts';
import type { Pages } from '../src/pages/pages.ts';
import { closing, listening } from './launch-server.ts';

const LIMITS = { perSession: 2, inAll: 3 };
const [first, second] = ['0f5a5b1e-7f56-4d3c-9d07-7b36f1d7b111', '0f5a5b1e-7f56-4d3c-9d07-7b36f1d7b222'];

let server: Server;
let url: string;
let refuses: boolean;
let logged: object[];
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
  [ended, open, logged, refuses] = [[], [], [], false];
  const labPage = () => (refuses ? Promise.reject(fail('FORBIDDEN')) : Promise.resolve({ id: 'page' }));
  // only what a stream of the learner's page reaches
  const pages = { learner: { labPage }, viewer: { stay: () => Promise.resolve() }, notices: { ofLearner: (_session: Session, _learner: string | null, signal: AbortSignal) => nothing(signal) } } as unknown as Pages;
  const sessionOf = (request: { headers: Record<string, unknown> }): Promise<Session> => Promise.resolve({ id: sessionIdSchema.parse(request.headers['x-cloudclass-session']) } as Session); // the fake pages ask for nothing else of it
  const graphql = createGraphQLServer({ pagesOf: () => pages, sessionOf, introspection: false, streams: LIMITS });
  server = createServer(express().use(requestContext({ log: pino({ level: 'info' }, new Writable({ write: (line, _encoding, done) => { logged.push(JSON.parse(String(line))); done(); } })), ids: randomIds })).use(graphqlRoutes(graphql)));
  url = await listening(server);
});
afterEach(async () => {
  for (const stream of open) stream.abort();
  await closing(server);
});

/** Opens a stream. @returns its first event */
async function stream(session: string | undefined): Promise<string> {
  const closed = new AbortController();
  open.push(closed);
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST', signal: closed.signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-cloudclass-session': session ?? '' },
    body: JSON.stringify({ query: 'subscription { labPage { id } }' }),
  });
  const reader = (answer.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).getReader(); // a loop would close the stream when it ends
  const decoder = new TextDecoder();
  for (let text = ''; ;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`no event came: ${text}`);
    text += decoder.decode(value, { stream: true });
    const event = /^data: (.+)$/m.exec(text)?.[1];
    if (event !== undefined) return event;
  }
}

const isPage = JSON.stringify({ data: { labPage: { id: 'page' } } });

test('a session opens as many live pages as it may, and one more is told so with a code', async () => {
  expect([await stream(first), await stream(first)]).toEqual([isPage, isPage]);
  expect(await stream(first)).toContain('"code":"STREAMS_OF_SESSION"');
});

test('a live page that ends with an error shows the number that the log has beside the code', async () => {
  refuses = true;
  const shown = /"code":"FORBIDDEN","correlationId":"([^"]+)"/.exec(await stream(first))?.[1];
  expect([shown, logged]).toEqual([expect.any(String), [expect.objectContaining({ code: 'FORBIDDEN', correlationId: shown })]]);
});

test('a page that is closed makes room for another', async () => {
  await stream(first);
  await stream(first);
  open[0]?.abort();
  await ended[0];
  expect([await stream(first), logged]).toEqual([isPage, []]);
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
