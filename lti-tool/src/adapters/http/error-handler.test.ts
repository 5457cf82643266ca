import { describe, expect, test } from '@jest/globals';
import { BillingError } from '@cloudclass/billing';
import { CodedError, fail } from '../../errors.ts';
import { toCodedError } from './error-handler.ts';

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
