import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { createLog } from '../src/composition/log.ts';
import { errorHandler } from '../src/adapters/http/error-handler.ts';
import { graphqlRoutes } from '../src/adapters/http/graphql-routes.ts';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { randomIds } from '../src/ports/clock.ts';
import type { Session } from '../src/features/identity/session.ts';
import { createGraphQLServer } from '../src/graphql/server.ts';
import type { Pages } from '../src/pages/pages.ts';
import { closing, listening } from './launch-server.ts';

let server: Server;
let url: string;
let logged: string[];
/** Of the page. */
let answer: object[];

beforeAll(async () => {
  // whoever asks is signed in, and one page answers
  const pages = { manager: { auditLog: async () => answer } } as unknown as Pages;
  const graphql = createGraphQLServer({ pagesOf: () => pages, sessionOf: async () => ({}) as Session, introspection: false });
  const log = createLog({ level: 'info', roles: ['web'], destination: new Writable({ write(line, _encoding, done) { logged.push(String(line)); done(); } }) });
  server = createServer(express().use(requestContext({ log, ids: randomIds })).use(graphqlRoutes(graphql)).use(errorHandler));
  url = await listening(server);
});
beforeEach(() => { [logged, answer] = [[], []]; });
afterAll(() => closing(server));

const ask = (query: string, variables: object = {}) => fetch(`${url}/graphql`, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json' } });

const byVariable = 'query ($before: DateTime) { auditLog(before: $before) { id } }';
const minutes = 'mutation ($minutes: Int!) { extendLab(minutes: $minutes) { id } }';

test.each<[string, string, object]>([
  ['a day that no month has', byVariable, { before: '2026-02-30T00:00:00Z' }],
  ['a number for an instant', byVariable, { before: 5 }],
  ['a number that no minutes reach', minutes, { minutes: 1e300 }],
  ['a text for a number', minutes, { minutes: 'five' }],
  ['nothing for what must be there', minutes, {}],
  ['a language there is not', 'mutation ($language: Language!) { setLanguage(language: $language) { id } }', { language: 'FR' }],
])('a question with %s is bad input, and no fault of the server', async (_what, query, variables) => {
  const { errors } = (await (await ask(query, variables)).json()) as { errors: { extensions: { code: string } }[] }; // GraphQL over HTTP answers so
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_INPUT']);
  expect(logged.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test('an answer that is not what the schema says is a fault of the server, and logged as one', async () => {
  answer = [{ id: '1', at: 'not an instant' }];
  const { errors } = (await (await ask('{ auditLog { id at } }')).json()) as { errors: { extensions: { code: string } }[] }; // GraphQL over HTTP answers so
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
  expect(logged.filter((line) => line.includes('"level":50'))).toHaveLength(1);
});

test('an instant reaches the page', async () => {
  expect(await (await ask(byVariable, { before: '2026-02-28T00:00:00+09:00' })).json()).toEqual({ data: { auditLog: [] } });
});

test('nobody on the way keeps an answer', async () => {
  expect((await ask(byVariable)).headers.get('cache-control')).toBe('no-store');
});
