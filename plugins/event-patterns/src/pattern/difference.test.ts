import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord, EventPattern, Json } from '@cloudclass/plugin-contract';
import { compilePattern } from './compile.ts';
import { firstDifference, type Difference } from './difference.ts';

function differenceOf(pattern: EventPattern, record: Json): Difference | undefined {
  const compilation = compilePattern(pattern);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.faults));
  return firstDifference(compilation.pattern, record as unknown as CloudTrailRecord);
}

describe('the first difference', () => {
  test('is none when the record matches', () => {
    expect(differenceOf({ a: [1] }, { a: 1 })).toBeUndefined();
  });

  test('is the first clause in the author\'s order, with how many others hold', () => {
    expect(differenceOf({ z: [1], a: [1], m: [1] }, { z: 2, a: 2, m: 1 })).toEqual({ path: 'z', seen: 2, expected: [1], held: 1, clauses: 3 });
  });

  test('shows what stands at the path: nothing, an object, or what the elements of an array hold', () => {
    expect(differenceOf({ a: [1] }, {})?.seen).toBeNull();
    expect(differenceOf({ a: [1] }, { a: { b: 2 } })?.seen).toEqual({ b: 2 });
    expect(differenceOf({ a: { b: [1] } }, { a: [{ b: 2 }, { c: 1 }, { b: 3 }] })?.seen).toEqual([2, 3]);
    expect(differenceOf({ a: { b: [1] } }, { a: [{ b: 2 }, { c: 1 }] })?.seen).toBe(2);
  });

  test('is found behind keys with dots', () => {
    expect(differenceOf({ tags: { 'a.b': [1] } }, { tags: { 'a.b': 2 } })).toMatchObject({ path: 'tags.a.b', seen: 2 });
    expect(differenceOf({ 'tags.a.b': [1] }, { 'tags.a': { c: 1 }, tags: [{ a: { b: 2 } }] })).toMatchObject({ path: 'tags.a.b', seen: 2 });
  });

  test('of clauses that hold alone but in different elements of an array is the one that breaks the agreement', () => {
    const employees = [{ first: 'Anna', last: 'Smith' }, { first: 'Peter', last: 'Jones' }];
    expect(differenceOf({ employees: { first: ['Anna'], last: ['Jones'] } }, { employees })).toMatchObject({ path: 'employees.last', held: 1, clauses: 2 });
  });

  test('of a pattern with $or is that of the alternative of which most holds', () => {
    expect(differenceOf({ $or: [{ a: [1], b: [1] }, { c: [1], d: [1], e: [1] }] }, { c: 1, d: 1, a: 2 })).toMatchObject({ path: 'e', held: 2 });
  });
});
