import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import pino from 'pino';
import { errorHandler } from '../src/adapters/http/error-handler.ts';
import { graphqlRoutes } from '../src/adapters/http/graphql-routes.ts';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { randomIds } from '../src/ports/clock.ts';
import { fail } from '../src/errors.ts';
import { createGraphQLServer } from '../src/graphql/server.ts';
import type { Pages } from '../src/pages/pages.ts';
import { closing, listening } from './launch-server.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  // nobody is signed in, so no page is ever reached
  const graphql = createGraphQLServer({ pagesOf: () => ({}) as Pages, sessionOf: () => Promise.reject(fail('NOT_SIGNED_IN')), introspection: false });
  server = createServer(express().use(requestContext({ log: pino({ level: 'silent' }), ids: randomIds })).use(graphqlRoutes(graphql)).use(errorHandler));
  url = await listening(server);
});
afterAll(() => closing(server));

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

test.each(['application/json', 'application/json; charset=utf-8', 'application/graphql+json'])('a question of type %s reaches the API', async (type) => {
  const answer = await post(JSON.stringify({ query: '{ viewer { id } }' }), { 'content-type': type });
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_SIGNED_IN', correlationId: answer.headers.get('x-correlation-id') } }] });
});

test('a subscription is answered as an event stream', async () => {
  const answer = await post(JSON.stringify({ query: 'subscription { labPage { id } }' }), { accept: 'text/event-stream' });
  expect(answer.headers.get('content-type')).toMatch('text/event-stream');
  expect(await answer.text()).toContain('NOT_SIGNED_IN');
});

test('an answer that is long is compressed for a browser that takes it', async () => {
  const query = `{ viewer { ${Array.from({ length: 30 }, (_, at) => `unknown${at}`).join(' ')} } }`;
  const [plain, compressed] = [await post(JSON.stringify({ query }), { 'accept-encoding': 'identity' }), await post(JSON.stringify({ query }), { 'accept-encoding': 'gzip' })];
  expect([plain.headers.get('content-encoding'), compressed.headers.get('content-encoding')]).toEqual([null, 'gzip']);
  expect(await compressed.json()).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('unknown7') })]) });
});

test('what is pushed leaves at once: it is neither compressed nor kept by a proxy', async () => {
  const answer = await post(JSON.stringify({ query: 'subscription { labPage { id } }' }), { accept: 'text/event-stream', 'accept-encoding': 'gzip' });
  expect(answer.headers.get('content-encoding')).toBe('none');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
});

test.each([
  ['is no JSON', '{"query": '],
  ['is larger than any page asks', JSON.stringify({ query: `{ viewer { id } } # ${'x'.repeat(1_100_000)}` })],
])('a question that %s is refused with a code', async (_what, body) => {
  const answer = await post(body);
  expect(await answer.json()).toEqual({ error: { code: 'BAD_INPUT', message: expect.any(String), correlationId: answer.headers.get('x-correlation-id') } });
});

test.each([
  ['of ten thousand names', `{ viewer { ${'id '.repeat(10_000)} } }`],
  ['of eleven pages', `{ ${Array.from({ length: 11 }, (_, at) => `p${at}: viewer { id }`).join(' ')} }`],
  ['whose fragments double thirty times', `query { viewer { ...F0 } } ${Array.from({ length: 30 }, (_, at) => `fragment F${at} on Viewer { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F30 on Viewer { id }`],
])('a question %s is refused before it costs anything', async (_what, query) => {
  const { errors } = (await (await post(JSON.stringify({ query }))).json()) as { errors: { message: string }[] }; // GraphQL over HTTP answers so
  expect(errors[0]?.message).toMatch(/at most|more that 4000 tokens/);
});
