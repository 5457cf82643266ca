import { describe, expect, test } from '@jest/globals';
import { failureFrom, failureOf, ServiceError } from './failures.ts';

const answer = (status: number, { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {}) => ({ status, body, headers });

describe('what an answer means', () => {
  test.each([
    [400, 'refused'], [401, 'unauthorized'], [403, 'forbidden'], [404, 'refused'], [408, 'unreachable'], [409, 'refused'], [422, 'refused'], [429, 'throttled'], [499, 'refused'],
    [302, 'unreachable'], [399, 'unreachable'], [500, 'unreachable'], [503, 'unreachable'],
  ])('%i is %s', (status, kind) => {
    expect(failureOf(answer(status))).toMatchObject({ kind });
  });

  test('a refusal keeps its status', () => {
    expect(failureOf(answer(404))).toMatchObject({ status: 404 });
  });

  test.each([
    ['says when to come back', { headers: { 'retry-after': '7' } }],
    ['speaks of a rate limit, as Canvas does', { body: '403 Forbidden (Rate Limit Exceeded)' }],
  ])('403 that %s is throttled', (_what, more) => {
    expect(failureOf(answer(403, more))).toMatchObject({ kind: 'throttled' });
  });

  test.each(['signature_error', 'invalid_authorization', 'token_parse_failure', 'Missing required data in access_token'])('Sakai\'s "%s" is about the token, with 400 and with 403, and with no other status', (word) => {
    const kinds = [400, 403, 404, 500].map((status) => failureOf(answer(status, { body: `{ "error" : "${word}" }` })).kind);
    expect(kinds).toEqual(['unauthorized', 'unauthorized', 'refused', 'unreachable']);
  });

  test('another word with 400 is about what was asked', () => {
    expect(failureOf(answer(400, { body: '{"error":"bad_score"}' }))).toMatchObject({ kind: 'refused' });
  });
});

describe('when to come back', () => {
  const after = (headers: Record<string, string>) => failureOf(answer(429, { headers }));

  test.each([
    ['a number of seconds', { 'retry-after': '120' }, 120],
    ['a date, counted from the date of the same answer', { 'retry-after': 'Tue, 24 Nov 2026 05:00:30 GMT', date: 'Tue, 24 Nov 2026 05:00:00 GMT' }, 30],
    ['a date that has passed: at once', { 'retry-after': 'Tue, 24 Nov 2026 04:59:00 GMT', date: 'Tue, 24 Nov 2026 05:00:00 GMT' }, 0],
  ])('is said by %s', (_how, headers, seconds) => {
    expect(after(headers)).toEqual({ kind: 'throttled', retryAfterSeconds: seconds });
  });

  test.each([
    ['nothing', {}],
    ['a date without one to count from', { 'retry-after': 'Tue, 24 Nov 2026 05:00:30 GMT' }],
    ['what is neither', { 'retry-after': '12 seconds' }],
  ])('is not known from %s', (_how, headers) => {
    expect(after(headers)).toEqual({ kind: 'throttled' });
  });
});

describe('the detail', () => {
  const detailOf = (body: string) => failureOf(answer(404, { body }));

  test('of a page for people is its title', () => {
    expect(detailOf('\n <!doctype html><TITLE>Not found </TITLE><p>a long page')).toMatchObject({ detail: '404: a page, “Not found”' });
  });

  test('of a page without a title says that it is a page', () => {
    expect(detailOf('<p>a long page')).toMatchObject({ detail: '404: a page, “”' });
  });

  test('of anything else is how it begins', () => {
    expect(detailOf(`a<title>b</title>${'x'.repeat(400)}`)).toMatchObject({ detail: `404: a<title>b</title>${'x'.repeat(283)}` });
  });

  test('holds nothing that no database keeps', () => {
    expect(failureFrom(new ServiceError({ kind: 'unreachable', detail: 'a\0b\ud800c' }))).toEqual({ kind: 'unreachable', detail: 'a b c' });
  });
});

describe('an error of a call', () => {
  test('that holds the platform\'s answer means what the answer means', () => {
    const error = Object.assign(new Error('Response code 403'), { response: { statusCode: 403, headers: { 'retry-after': '3' }, body: '' } });
    expect(failureFrom(error)).toEqual({ kind: 'throttled', retryAfterSeconds: 3 });
  });

  test('whose answer is no text is read by its status', () => {
    expect(failureFrom({ response: { statusCode: 401, headers: {}, body: { error: 'x' } } })).toEqual({ kind: 'unauthorized', detail: '401: ' });
  });

  test('without an answer means that none came', () => {
    expect(failureFrom(new Error('socket hang up'))).toEqual({ kind: 'unreachable', detail: 'Error: socket hang up' });
  });
});
