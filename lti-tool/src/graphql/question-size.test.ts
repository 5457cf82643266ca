import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { questionSize } from './question-size.ts';

const schema = buildSchema('type Query { a: A b: Int } type A { a: A b: Int c: Int }');
const limits = { depth: 3, fields: 20, atTop: 4 };
const refusals = (question: string): string[] => validate(schema, parse(question), [questionSize(limits)]).map(({ message }) => message);

test('a question within every limit is taken', () => {
  expect(refusals('{ a { a { b } } b }')).toEqual([]);
});

test.each([
  ['deeper than a page', '{ a { a { a { b } } } }', 'depth of 3'],
  ['deeper by its fragments', 'query { a { ...F } } fragment F on A { a { ... on A { a { b } } } }', 'depth of 3'],
  ['of many pages at once', '{ a: b b c: b d: b e: b }', 'atTop of 4'],
  ['of many pages by a fragment', 'query { ...F ...G } fragment F on Query { a: b b c: b } fragment G on Query { d: b e: b }', 'atTop of 4'],
  ['of many fields', `{ a { ${Array.from({ length: 20 }, (_, at) => `f${at}: b`).join(' ')} } }`, 'fields of 20'],
])('one %s is refused', (_what, question, limit) => {
  expect(refusals(question)).toEqual([expect.stringContaining(limit)]);
});

test('fragments that double thirty times are refused at once', () => {
  const bomb = Array.from({ length: 30 }, (_, at) => `fragment F${at} on A { ...F${at + 1} ...F${at + 1} }`).join(' ');
  expect(refusals(`query { a { ...F0 } } ${bomb} fragment F30 on A { b }`)).toEqual([expect.stringContaining('fields of 20')]);
});

test('a fragment that spreads itself ends', () => {
  expect(refusals('query { a { ...F } } fragment F on A { b ...F }')).toEqual([]);
});
