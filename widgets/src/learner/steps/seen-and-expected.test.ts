import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { difference, readable } from './seen-and-expected.ts';

describe('seen and expected', () => {
  test.each([
    ['"us-east-1"', 'us-east-1'],
    ['["a","b"]', 'a\nb'],
    ['{"a":1}', '{\n  "a": 1\n}'],
    ['true', 'true'],
    ['not json', 'not json'],
  ])('%s is read as %j', (json, text) => {
    expect(readable(json)).toBe(text);
  });

  test.each([[null], ['null']])('%j is nothing', (json) => {
    expect(readable(json)).toBeNull();
  });

  test('only the part that differs is set off', () => {
    expect(difference('site.us-east-1.aws', 'site.ap-northeast-2.aws')).toEqual([
      ['site.', 'us-east-1', '.aws'],
      ['site.', 'ap-northeast-2', '.aws'],
    ]);
  });

  test('values that share next to nothing are not marked', () => {
    expect(difference('private', 'public-read')).toBeNull();
  });

  test('the parts always make up the values again', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seen, expected) => {
        const parts = difference(seen, expected);
        expect(parts?.map((part) => part.join('')) ?? [seen, expected]).toEqual([seen, expected]);
      }),
    );
  });
});
