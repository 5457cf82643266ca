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
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['an administrator ending the connection', Object.assign(new Error('terminating'), { code: '57P01' })],
    ['a pool that found no connection in time', new Error('timeout exceeded when trying to connect')],
  ])('%s means that the database is away', (_name, thrown) => {
    expect(toCodedError(thrown)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 });
  });

  test('a body that cannot be parsed is bad input', () => {
    expect(toCodedError(Object.assign(new Error('Unexpected token'), { type: 'entity.parse.failed' }))).toMatchObject({ code: 'BAD_INPUT', status: 400 });
  });

  test.each([
    ['a body that cannot be unpacked', Object.assign(new Error('incorrect header check'), { name: 'BadRequestError', status: 400, expose: true })],
    ['a text with a NUL', Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' })],
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
