import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Statement } from './policy-document.ts';
import { matchesPattern } from './wildcard.ts';

/** Condition keys of one request, by lower-case name. A key that does not apply is absent. */
export type ConditionContext = ReadonlyMap<string, string>;

/** The addresses of a CIDR block or the one of a single address; null for text that is neither. */
function networkOf(text: string): BlockList | null {
  const [address = '', bits] = text.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const width = family === 'ipv6' ? 128 : 32;
  const prefix = Number(bits ?? width);
  if (isIP(address) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > width) return null;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list;
}

type Compare = (actual: string, expected: string) => boolean;

const equals: Compare = (actual, expected) => actual === expected;
const equalsIgnoringCase: Compare = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Compare = (actual, expected) => matchesPattern(expected, actual);
const before: Compare = (actual, expected) => Date.parse(actual) < Date.parse(expected);
const after: Compare = (actual, expected) => Date.parse(actual) > Date.parse(expected);
const sameMoment: Compare = (actual, expected) => Date.parse(actual) === Date.parse(expected);
const lessThan: Compare = (actual, expected) => Number(actual) < Number(expected);
const moreThan: Compare = (actual, expected) => Number(actual) > Number(expected);
const sameNumber: Compare = (actual, expected) => Number(actual) === Number(expected);
const inNetwork: Compare = (actual, expected) => networkOf(expected)?.check(actual, isIPv6(actual) ? 'ipv6' : 'ipv4') ?? false;
const either = (one: Compare, other: Compare): Compare => (actual, expected) => one(actual, expected) || other(actual, expected);

/** Positive operators of the IAM User Guide, "IAM JSON policy elements: Condition operators". */
const POSITIVE: ReadonlyMap<string, Compare> = new Map([
  ['StringEquals', equals],
  ['StringEqualsIgnoreCase', equalsIgnoringCase],
  ['StringLike', like],
  ['ArnEquals', like],
  ['ArnLike', like],
  ['Bool', equalsIgnoringCase],
  ['DateEquals', sameMoment],
  ['DateLessThan', before],
  ['DateLessThanEquals', either(before, sameMoment)],
  ['DateGreaterThan', after],
  ['DateGreaterThanEquals', either(after, sameMoment)],
  ['NumericEquals', sameNumber],
  ['NumericLessThan', lessThan],
  ['NumericLessThanEquals', either(lessThan, sameNumber)],
  ['NumericGreaterThan', moreThan],
  ['NumericGreaterThanEquals', either(moreThan, sameNumber)],
  ['IpAddress', inNetwork],
]);

/** Operators that hold when none of the listed values compares. */
const NEGATIVE: ReadonlyMap<string, Compare> = new Map([
  ['StringNotEquals', equals],
  ['StringNotEqualsIgnoreCase', equalsIgnoringCase],
  ['StringNotLike', like],
  ['ArnNotEquals', like],
  ['ArnNotLike', like],
  ['DateNotEquals', sameMoment],
  ['NumericNotEquals', sameNumber],
  ['NotIpAddress', inNetwork],
]);

/** True, false, or unknown because the operator is not one this endpoint knows. */
export type ConditionResult = 'met' | 'unmet' | 'unknown';

function testOne(operator: string, expected: readonly string[], actual: string | undefined): ConditionResult {
  if (operator === 'Null') return (actual === undefined) === (expected[0] === 'true') ? 'met' : 'unmet';
  const ifExists = operator.endsWith('IfExists');
  const name = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const positive = POSITIVE.get(name);
  const compare = positive ?? NEGATIVE.get(name);
  if (!compare) return 'unknown';
  if (actual === undefined) return ifExists || !positive ? 'met' : 'unmet';
  const found = expected.some((value) => compare(actual, value));
  return found === Boolean(positive) ? 'met' : 'unmet';
}

/** Decides the Condition block of a statement: every operator and every key must hold. */
export function testConditions(condition: Statement['Condition'], context: ConditionContext): ConditionResult {
  let result: ConditionResult = 'met';
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    for (const [key, expected] of Object.entries(keys)) {
      const one = testOne(operator, expected, context.get(key.toLowerCase()));
      if (one === 'unmet') return 'unmet';
      if (one === 'unknown') result = 'unknown';
    }
  }
  return result;
}
