import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BillingError } from '@cloudclass/billing';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import { CodedError, fail } from '../../errors.ts';
import { errorHandler, toCodedError } from './error-handler.ts';
import { requestContext } from './request-context.ts';

describe('what was thrown becomes a coded error', () => {
  test("billing's errors keep their code, status and public sentence, and their detail for the log", () => {
    const thrown = new BillingError('CREDIT_INSUFFICIENT', { detail: 'needs 600, has 20' });
    expect(toCodedError(thrown)).toMatchObject({ code: 'CREDIT_INSUFFICIENT', status: 409, publicMessage: thrown.publicMessage, detail: 'needs 600, has 20', cause: thrown });
  });

  test('a billing error without detail has none afterwards', () => {
    expect(toCodedError(new BillingError('PRICE_MISSING')).detail).toBeUndefined();
  });

  test('coded errors pass as they are', () => {
    const thrown = fail('NOT_FOUND');
    expect(toCodedError(thrown)).toBe(thrown);
  });

  test.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03', '53300'].map((code) => [`a connection that ends with ${code}`, Object.assign(new Error('connection'), { code })] as const),
    ['a connection that was cut', new Error('Connection terminated unexpectedly')],
    ['a pool that found no connection in time', new Error('timeout exceeded when trying to connect')],
  ])('%s means that the database is away', (_name, thrown) => {
    expect(toCodedError(thrown)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 });
  });

  test.each(['entity.parse.failed', 'encoding.unsupported', 'request.aborted', 'charset.unsupported', 'parameters.too.many'])('a body that Express refuses with %s is bad input', (type) => {
    expect(toCodedError(Object.assign(new Error('Unexpected token'), { type }))).toMatchObject({ code: 'BAD_INPUT', status: 400 });
  });

  test.each([
    ['an error with a type of its own', Object.assign(new Error('x'), { type: 'StripeCardError' })],
    ['a type that only holds one of the words', Object.assign(new Error('x'), { type: 'my.entity.thing' })],
    ['a bad request that is not for others to read', Object.assign(new Error('x'), { name: 'BadRequestError', expose: false })],
    ['another error that may be read', Object.assign(new Error('x'), { expose: true })],
    ['an address of ours that cannot be decoded', new URIError('URI malformed')],
    ['what is no error at all', { code: 'ECONNREFUSED', type: 'entity.parse.failed', status: 404 }],
  ])('%s is a fault of the server', (_name, thrown) => {
    expect(toCodedError(thrown)).toMatchObject({ code: 'INTERNAL', status: 500, cause: thrown });
  });

  test.each([
    ['a body that cannot be unpacked', Object.assign(new Error('incorrect header check'), { name: 'BadRequestError', status: 400, expose: true })],
    ['a text with a NUL', Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' })],
    ['a JSON with a NUL', Object.assign(new Error('unsupported Unicode escape sequence'), { code: '22P05' })],
    ['a path with %zz', Object.assign(new URIError("Failed to decode param '%zz'"), { status: 400 })],
  ])('%s is bad input, and no fault of the server', (_name, thrown) => {
    expect(toCodedError(thrown)).toMatchObject({ code: 'BAD_INPUT', status: 400 });
  });

  test('a file that is not there is not found, and no fault of the server', () => {
    expect(toCodedError(Object.assign(new Error('ENOENT'), { code: 'ENOENT', status: 404 }))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  test('anything else is internal, and tells the person nothing of its text', () => {
    const coded = toCodedError(new Error('relation "secret" does not exist'));
    expect(coded).toBeInstanceOf(CodedError);
    expect(coded).toMatchObject({ code: 'INTERNAL', status: 500 });
    expect(coded.publicMessage).not.toContain('secret');
  });
});

describe('a request that fails', () => {
  const logged: { level: number; code?: string; detail?: string }[] = [];
  const log = pino({ level: 'info' }, new Writable({ write: (line, _encoding, done) => { logged.push(JSON.parse(String(line))); done(); } }));
  let server: Server;
  beforeAll(async () => {
    const app = express().use(requestContext({ log, ids: { next: () => 'request-1' } }));
    app.get('/refused', () => { throw fail('FORBIDDEN', { detail: 'the wrong role' }); });
    app.get('/broken', () => { throw new Error('a secret'); });
    app.get('/begun', (_request, response) => { response.write('a'); throw fail('NOT_FOUND'); });
    server = createServer(app.use(errorHandler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`); // a server listening on TCP has an AddressInfo

  test('is answered with code, message and where to find it in the log, which alone has the detail', async () => {
    const answer = await get('/refused');
    const { publicMessage: message } = fail('FORBIDDEN');
    expect([answer.status, await answer.json()]).toEqual([403, { error: { code: 'FORBIDDEN', message, correlationId: 'request-1' } }]);
    expect(logged.at(-1)).toMatchObject({ level: 30, code: 'FORBIDDEN', detail: 'the wrong role', correlationId: 'request-1' });
  });

  test('by a fault of ours is an error in the log', async () => {
    const answer = await get('/broken');
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(logged.at(-1)).toMatchObject({ level: 50, code: 'INTERNAL' });
  });

  test('in the middle of its answer breaks off, so that nobody takes half for the whole', async () => {
    await expect(get('/begun').then((answer) => answer.text())).rejects.toThrow('terminated');
  });
});
