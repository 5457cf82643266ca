import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import pino from 'pino';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { randomIds } from '../src/ports/clock.ts';
import { sessionOf } from '../src/features/identity/session.ts';
import { createGraphQLServer } from '../src/graphql/server.ts';
import type { Pages } from '../src/pages/pages.ts';
import express from 'express';
import { LaunchPlatform } from './launch-platform.ts';
import { closing, listening, startLaunchServer, type LaunchServer } from './launch-server.ts';

let launches: LaunchServer;
let platform: LaunchPlatform;
let api: Server;
let url: string;
let signedOut: number;
let session: { readonly id: string; readonly cookie: string };

beforeAll(async () => {
  launches = await startLaunchServer();
  platform = await LaunchPlatform.start(launches);
  api = createServer();
  // only what the requests of this file reach
  const pages = { viewer: { signOut: async () => { signedOut += 1; } } } as unknown as Pages;
  const graphql = createGraphQLServer({ pagesOf: () => pages, sessionOf: (request) => sessionOf(launches.deps, request.headers), introspection: false });
  api.on('request', express().use(requestContext({ log: pino({ level: 'silent' }), ids: randomIds })).use('/graphql', (request, response) => void graphql(request, response)));
  url = `${await listening(api)}/graphql`;
  const response = await platform.launch();
  session = {
    id: /\/s\/([\w-]{36})\//.exec(response.headers.get('location') ?? '')?.[1] ?? '',
    cookie: response.headers.getSetCookie().find((line) => line.startsWith('cc_s_'))?.split(';')[0] ?? '',
  };
  signedOut = 0;
});
afterAll(async () => {
  await platform.close();
  await closing(api);
  await launches.close();
});

const query = 'mutation { signOut }';
/** What a page of another site can make a browser send without asking first: with the cookie, but without a header of its own. */
const simple: readonly [string, () => [string, RequestInit]][] = [
  ['a form', () => [url, { method: 'POST', body: new URLSearchParams({ query }) }]],
  ['a form with parts', () => { const body = new FormData(); body.set('operations', JSON.stringify({ query })); return [url, { method: 'POST', body }]; }],
  ['JSON called plain text', () => [url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query }) }]],
  ['JSON', () => [url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) }]],
  ['an address', () => [`${url}?${new URLSearchParams({ query })}`, {}]],
  ['a stream', () => [`${url}?${new URLSearchParams({ query: 'subscription { classBoard { __typename } }' })}`, { headers: { accept: 'text/event-stream' } }]],
];

const refusal = /^415|SESSION_HEADER_MISSING|BAD_REQUEST/;

describe('with the cookie of a session and from the page of another site', () => {
  test.each(simple)('%s does nothing', async (_what, request) => {
    const [to, init] = request();
    const answer = await fetch(to, { ...init, headers: { ...init.headers, cookie: session.cookie, origin: 'https://elsewhere.example' } });
    const text = await answer.text();
    expect(`${answer.status} ${text}`).toMatch(refusal);
    expect(text).not.toContain('"data":{');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(signedOut).toBe(0);
  });

  test('asking whether it may send the header is answered by no', async () => {
    const answer = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-cloudclass-session,content-type' } });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-allow'))).toEqual([]);
  });

  test('an address does not change anything, header or not', async () => {
    await fetch(`${url}?${new URLSearchParams({ query })}`, { headers: { cookie: session.cookie, 'x-cloudclass-session': session.id } });
    expect(signedOut).toBe(0);
  });
});

test('the page itself may: it sends the header', async () => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', cookie: session.cookie, 'x-cloudclass-session': session.id }, body: JSON.stringify({ query }) });
  expect(await answer.json()).toEqual({ data: { signOut: true } });
  expect(signedOut).toBe(1);
});

test("the cookie of one session does not open another's, whichever the header names", async () => {
  const other = await platform.launch();
  const id = /\/s\/([\w-]{36})\//.exec(other.headers.get('location') ?? '')?.[1] ?? '';
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', cookie: session.cookie.replace(session.id, id), 'x-cloudclass-session': id }, body: JSON.stringify({ query }) });
  expect(await answer.text()).toContain('NOT_SIGNED_IN');
});
