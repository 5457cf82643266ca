import { beforeEach, expect, test } from '@jest/globals';
import { ExpiringMap } from './expiring-map.ts';

let now: number;
let map: ExpiringMap<string>;
beforeEach(() => {
  now = 0;
  map = new ExpiringMap(() => new Date(now), 100);
});

test('an entry lasts until its lifetime is over', () => {
  map.set('a', '1');
  now = 99;
  expect(map.get('a')).toBe('1');
  now = 100;
  expect(map.get('a')).toBeUndefined();
});

test('setting again begins a new lifetime and lets older entries end', () => {
  map.set('a', '1');
  map.set('b', '1');
  now = 60;
  map.set('a', '2');
  now = 120;
  expect([map.get('a'), map.get('b')]).toEqual(['2', undefined]);
});

test('a value is taken once', () => {
  map.set('a', '1');
  expect([map.take('a'), map.take('a')]).toEqual(['1', undefined]);
});
