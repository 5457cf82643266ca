import { describe, expect, test } from '@jest/globals';
import { chosen } from './line-items.ts';
import { linkOf, nextPage, pagesOf } from './paging.ts';

describe('a Link header', () => {
  test.each([
    ['<https://lms.example/m?from=50>; rel="next"', 'https://lms.example/m?from=50'],
    ['<https://lms.example/m>; rel="first", <https://lms.example/m?a=1,2>; rel=next', 'https://lms.example/m?a=1,2'],
    ['<https://lms.example/m?p=2>; title="x"; rel="last next"', 'https://lms.example/m?p=2'],
    // as Moodle writes it, the curly quotes as they arrive in a header
    ['<https://lms.example/i?a=1&amp;from=0>; rel=â\u0080\u009cfirstâ\u0080\u009d, <https://lms.example/i?a=1&amp;from=1>; rel=â\u0080\u009cnextâ\u0080\u009d', 'https://lms.example/i?a=1&from=1'],
    ['<https://lms.example/m>; rel="prev"', undefined],
    [undefined, undefined],
  ])('%s leads to %s', (header, next) => {
    expect(linkOf(header, 'next')).toBe(next);
  });
});

describe('the next page', () => {
  test('never leads our token to another site', () => {
    expect(() => nextPage('https://evil.example/m', { first: 'https://lms.example/m', current: undefined })).toThrow('unreachable');
  });

  test('is none after the last one', () => {
    expect(nextPage(undefined, { first: 'https://lms.example/m', current: undefined })).toBeUndefined();
  });

  test('is where the platform says, from where the list began', () => {
    expect(nextPage('?from=50&amp;limit=2', { first: 'https://lms.example/m', current: undefined })).toBe('https://lms.example/m?from=50&limit=2');
  });

  test.each([
    ['the first', 'https://lms.example/m', undefined],
    ['a later one', 'https://lms.example/m?n=2', 'https://lms.example/m?n=2'],
  ])('is never the one that is being read: %s', (_which, next, current) => {
    expect(() => nextPage(next, { first: 'https://lms.example/m', current })).toThrow(expect.objectContaining({ failure: { kind: 'unreachable', detail: 'the next page is this one' } }));
  });

  test('of a list that leads on for ever is not read for ever', async () => {
    let asked = 0;
    const read = () => { asked += 1; return Promise.resolve({ link: `<https://lms.example/m?n=${asked}>; rel="next"` }); };
    const all = async (): Promise<number> => { let pages = 0; for await (const _page of pagesOf('https://lms.example/m', read)) pages += 1; return pages; };
    await expect(all()).rejects.toMatchObject({ failure: { kind: 'unreachable', detail: 'more than 5000 pages' } });
    expect(asked).toBe(5_000);
  });

  test('of a list that goes round in a circle comes to an end', async () => {
    const read = (url: string) => Promise.resolve({ link: `<https://lms.example/m?n=${url.endsWith('1') ? 2 : 1}>; rel="next"` });
    const all = async (): Promise<void> => { for await (const page of pagesOf('https://lms.example/m', read)) expect(page.link).toBeDefined(); };
    await expect(all()).rejects.toThrow('unreachable');
  });

  test('of a list is not waited for longer than a list may take', async () => {
    let asked = 0;
    const read = () => Promise.resolve({ link: `<https://lms.example/m?n=${(asked += 1)}>; rel="next"` });
    const all = async (): Promise<void> => { for await (const page of pagesOf('https://lms.example/m', read, { pages: Infinity, milliseconds: 5 })) expect(page.link).toBeDefined(); };
    await expect(all()).rejects.toMatchObject({ failure: { kind: 'unreachable', detail: 'not all pages came in 0.005 s' } });
  });
});

test('of several line items on an activity, ours comes first, then the activity\'s own column', () => {
  const item = (id: string, more: object = {}) => ({ id, resourceLinkId: 'link', resourceId: undefined, tag: undefined, ...more });
  const place = { ltiResourceLinkId: 'link', resourceId: 'ours' };
  const [quiz, own, made, foreign] = [item('quiz', { tag: 'quiz' }), item('own'), item('made', { resourceId: 'ours', resourceLinkId: undefined }), item('foreign', { resourceLinkId: 'other' })];
  expect(chosen([foreign, quiz, own, made], place)).toBe(made);
  expect(chosen([foreign, quiz, own], place)).toBe(own);
  expect(chosen([foreign, quiz], place)).toBe(quiz);
  expect(chosen([foreign], place)).toBeUndefined();
});
