import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord, EventPattern, Json } from '@cloudclass/plugin-contract';
import { compilePattern, type CompiledPattern } from './compile.ts';
import { matches } from './match.ts';

function compiled(pattern: EventPattern): CompiledPattern {
  const compilation = compilePattern(pattern);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.faults));
  return compilation.pattern;
}

/** The matcher reads any JSON; only the type asks for a whole record. */
const asRecord = (json: Json): CloudTrailRecord => json as unknown as CloudTrailRecord;

const matchesPattern = (pattern: EventPattern, record: Json): boolean => matches(compiled(pattern), asRecord(record));

describe('a filter on one field', () => {
  const cases: readonly [filter: Json, hit: Json, miss: Json][] = [
    ['a', 'a', 'A'],
    ['', '', 'a'],
    [3.0e2, 300, '300'],
    [true, true, 'true'],
    [null, null, 'null'],
    [{ prefix: 'ab' }, 'abc', 'ba'],
    [{ prefix: { 'equals-ignore-case': 'AB' } }, 'aBc', 'ba'],
    [{ suffix: '.png' }, 'x.png', 'x.PNG'],
    [{ suffix: { 'equals-ignore-case': '.png' } }, 'x.PNG', 'png'],
    [{ 'equals-ignore-case': 'Alice' }, 'aLICE', 'alic'],
    [{ wildcard: 'a*c*e' }, 'abcde', 'abcd'],
    [{ wildcard: 'a*a' }, 'aa', 'a'],
    [{ wildcard: '*' }, '', 3],
    [{ wildcard: 'a\\*b\\\\' }, 'a*b\\', 'axb\\'],
    [{ 'anything-but': 'a' }, 'b', 'a'],
    [{ 'anything-but': ['a', 'b'] }, null, 'b'],
    [{ 'anything-but': [1, 2] }, '1', 2],
    [{ 'anything-but': { prefix: 'ab' } }, 'ba', 'abc'],
    [{ 'anything-but': { suffix: ['x', 'y'] } }, 'z', 'ay'],
    [{ 'anything-but': { 'equals-ignore-case': 'a' } }, 'b', 'A'],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, 'x/src/y', 'x/lib/y'],
    [{ numeric: ['>', 0, '<=', 5] }, 5, 0],
    [{ numeric: ['=', 3.018e2] }, 301.8, 301],
    [{ numeric: ['<', 10] }, -1, '1'],
    [{ cidr: '10.0.0.0/24' }, '10.0.0.255', '10.0.1.0'],
    [{ cidr: '2001:db8::/32' }, '2001:db8:1::1', '2001:db9::'],
    [{ cidr: '0.0.0.0/0' }, '203.0.113.9', '::1'],
    [{ exists: true }, null, {}],
  ];

  test.each(cases)('%j is met by %j and not by %j', (filter, hit, miss) => {
    expect(matchesPattern({ field: [filter] }, { field: hit })).toBe(true);
    expect(matchesPattern({ field: [filter] }, { field: miss })).toBe(false);
    expect(matchesPattern({ field: [filter] }, {})).toBe(false);
  });

  test('any value of the list may match', () => {
    expect(matchesPattern({ field: ['a', { prefix: 'b' }] }, { field: 'bc' })).toBe(true);
  });

  test('absence matches a field that is missing, an object, or an empty list, since only leaves exist', () => {
    for (const record of [{}, { field: { inner: 1 } }, { field: [] }]) expect(matchesPattern({ field: [{ exists: false }] }, record)).toBe(true);
    expect(matchesPattern({ field: [{ exists: false }] }, { field: null })).toBe(false);
  });

  test('a dot in a key, of the pattern or of the record, nests', () => {
    const tagged = { requestParameters: { tags: [{ 'app.kubernetes.io/name': 'web' }] } };
    for (const pattern of [{ requestParameters: { tags: { 'app.kubernetes.io/name': ['web'] } } }, { 'requestParameters.tags': { 'app.kubernetes': { 'io/name': ['web'] } } }]) {
      expect(matchesPattern(pattern, tagged)).toBe(true);
      expect(matchesPattern(pattern, { requestParameters: { tags: { app: { kubernetes: { 'io/name': 'web' } } } } })).toBe(true);
      expect(matchesPattern(pattern, { requestParameters: { tags: { 'app.kubernetes.io': 'web' } } })).toBe(false);
    }
  });

  test('a name of Object.prototype is no field', () => {
    expect(matchesPattern({ constructor: { name: [{ exists: true }] } }, {})).toBe(false);
  });
});

describe('$or', () => {
  const pattern = { source: ['s3'], $or: [{ name: ['a'] }, { name: ['b'], detail: { $or: [{ x: [1] }, { y: [1] }] } }] };

  test('needs one branch, and all of that branch', () => {
    expect(matchesPattern(pattern, { source: 's3', name: 'a' })).toBe(true);
    expect(matchesPattern(pattern, { source: 's3', name: 'b', detail: { y: 1 } })).toBe(true);
    expect(matchesPattern(pattern, { source: 's3', name: 'b', detail: { z: 1 } })).toBe(false);
    expect(matchesPattern(pattern, { source: 'ec2', name: 'a' })).toBe(false);
  });
});

describe('arrays', () => {
  const employees = [{ first: 'Anna', last: 'Smith' }, [{ first: 'Peter', last: 'Jones', langs: ['ko', 'en'] }]];

  test('any element may match, through nested arrays', () => {
    expect(matchesPattern({ employees: { langs: ['en'] } }, { employees })).toBe(true);
  });

  test('two fields must not come from different elements of one array', () => {
    expect(matchesPattern({ employees: { first: ['Peter'], last: ['Jones'] } }, { employees })).toBe(true);
    expect(matchesPattern({ employees: { first: ['Anna'], last: ['Jones'] } }, { employees })).toBe(false);
  });

  test('elements of several arrays that several fields share are told apart', () => {
    const rows = [
      { a: 1, cells: [{ b: 1, c: 1, d: 2 }, { b: 1, c: 2, d: 1 }] },
      { a: 1, cells: [{ b: 1, c: 1, d: 1 }] },
    ];
    expect(matchesPattern({ rows: { a: [1], cells: { b: [1], c: [1], d: [1] } } }, { rows })).toBe(true);
    expect(matchesPattern({ rows: { a: [1], cells: { b: [1], c: [2], d: [2] } } }, { rows })).toBe(false);
  });

  test('absence is looked for within the element that fields earlier in the alphabet chose', () => {
    const Statement = [{ Action: 'write' }, { Action: 'read', Condition: { ip: 'x' } }];
    const unconditional = (Action: string) => ({ Statement: { Action: [Action], Condition: { ip: [{ exists: false }] } } });
    expect(matchesPattern(unconditional('write'), { Statement })).toBe(true);
    expect(matchesPattern(unconditional('read'), { Statement })).toBe(false);
  });
});

test('a policy made to be tried in a billion ways is decided at once', () => {
  const many = Array.from({ length: 1000 }, (_, n) => `x${n}`);
  const statement = { Action: many, Condition: { ip: many }, Resource: many };
  const pattern = { Statement: { Action: [{ prefix: 'x' }], Condition: { ip: [{ prefix: 'x' }] }, Effect: ['Allow'], Resource: [{ prefix: 'x' }] } };
  // tried one by one, they would not come to an end
  expect(matchesPattern(pattern, { Statement: [statement, { Effect: 'Allow' }] })).toBe(false);
});

describe('compiling', () => {
  const faults: readonly [pattern: EventPattern, at: string, message: RegExp][] = [
    [{}, '', /empty object/],
    [{ a: 'x' }, 'a', /list of allowed values/],
    [{ a: [] }, 'a', /empty list/],
    [{ a: [['x']] }, 'a.0', /list inside a list/],
    [{ a: [{}] }, 'a.0', /unknown filter/],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'a.0', /exactly one key/],
    [{ a: [{ toString: 'x' }] }, 'a.0', /unknown filter "toString"/],
    [{ a: ['ok', { prefix: 3 }] }, 'a.1', /prefix takes a string/],
    [{ a: [{ wildcard: 'a**b' }] }, 'a.0', /two stars/],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a.0', /backslash/],
    [{ a: [{ numeric: ['>', 5, '<', 1] }] }, 'a.0', /less than/],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'a.0', /expected one of > >=/],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, 'a.0', /not a block/],
    [{ a: [{ exists: 'yes' }] }, 'a.0', /true or false/],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'a.0', /not a mixture/],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'a.0', /none of them empty/],
    [{ $or: [{ a: [1] }] }, '$or', /two or more/],
    [{ $or: [{ a: [1] }, { b: 2 }] }, '$or.1.b', /list of allowed values/],
  ];

  test.each(faults)('%j is refused at "%s"', (pattern, at, message) => {
    const compilation = compilePattern(pattern);
    expect(compilation.ok ? [] : compilation.faults.map((fault) => [fault.at.join('.'), fault.message])).toEqual([[at, expect.stringMatching(message)]]);
  });

  test('every fault is reported, not only the first', () => {
    const compilation = compilePattern({ a: 'x', b: [{ prefix: 1 }, { suffix: 2 }] });
    expect(compilation.ok ? [] : compilation.faults.map(({ at }) => at.join('.'))).toEqual(['a', 'b.0', 'b.1']);
  });

  test('a pattern whose $or multiplies out without bound is refused', () => {
    const or = { $or: Array.from({ length: 11 }, (_, n) => ({ [`f${n}`]: [1] })) };
    expect(compilePattern({ x: or, y: or, z: or }).ok).toBe(false);
  });
});
