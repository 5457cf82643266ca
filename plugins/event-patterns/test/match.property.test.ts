import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord, EventPattern, Json } from '@cloudclass/plugin-contract';
import fc from 'fast-check';
import { compilePattern, firstDifference, matches } from '../src/index.ts';
import { naiveMatches } from './naive-interpreter.ts';

// Few names and few values, so that patterns and records meet often.
const word = fc.constantFrom('a', 'ab', 'ba', 'A', '');
const number = fc.constantFrom(0, 1, 2);
const scalar: fc.Arbitrary<Json> = fc.oneof(word, number, fc.constantFrom(true, false, null));
const name = fc.constantFrom('p', 'q', 'p.q');

const { record } = fc.letrec<{ record: Json; node: Json }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('node'), { maxLength: 3 }), tie('record')),
  record: fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 2 }),
}));

const nonEmpty = word.filter((text) => text !== '');
const textFilter: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ prefix: word }),
  fc.record({ suffix: word }),
  fc.record({ 'equals-ignore-case': word }),
  fc.record({ prefix: fc.record({ 'equals-ignore-case': word }) }),
  fc.record({ suffix: fc.record({ 'equals-ignore-case': word }) }),
  fc.record({ wildcard: fc.constantFrom('*', 'a*', '*a', 'a*b', 'b*a*b') }),
);
const filter: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  textFilter,
  fc.record({ exists: fc.boolean() }),
  fc.record({ numeric: fc.constantFrom<Json[]>(['>', 0], ['<=', 1], ['=', 2], ['>=', 0, '<', 2]) }),
  fc.record({ 'anything-but': fc.oneof(fc.array(word, { minLength: 1, maxLength: 2 }), number) }),
  fc.record({ 'anything-but': fc.record({ prefix: fc.array(nonEmpty, { minLength: 1, maxLength: 2 }) }) }),
);
const { pattern } = fc.letrec<{ pattern: EventPattern; entry: Json }>((tie) => ({
  entry: fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: fc.array(filter, { minLength: 1, maxLength: 5 }) }, { weight: 1, arbitrary: tie('pattern') }),
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.dictionary(name, tie('entry'), { minKeys: 1, maxKeys: 2 }),
    fc.tuple(name, tie('entry'), tie('pattern'), tie('pattern')).map(([key, entry, left, right]) => ({ [key]: entry, $or: [left, right] })),
  ),
}));

describe('the matcher and the naive interpreter', () => {
  test('agree on every record, and a difference is found exactly when there is no match', () => {
    fc.assert(
      fc.property(pattern, record, (asked, seen) => {
        const compilation = compilePattern(asked);
        if (!compilation.ok) throw new Error(JSON.stringify(compilation.faults));
        // The matcher reads any JSON; only its type asks for a whole record.
        const given = seen as unknown as CloudTrailRecord;
        const expected = naiveMatches(asked, seen);
        expect(matches(compilation.pattern, given)).toBe(expected);
        expect(firstDifference(compilation.pattern, given) === undefined).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('meet both outcomes often enough for the agreement to mean something', () => {
    const outcomes = fc.sample(fc.tuple(pattern, record), { numRuns: 1000, seed: 7 }).map(([asked, seen]) => naiveMatches(asked, seen));
    expect(outcomes.filter(Boolean).length).toBeGreaterThan(100);
    expect(outcomes.filter((outcome) => !outcome).length).toBeGreaterThan(100);
  });
});
