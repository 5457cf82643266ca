import { AwsError, notImplemented } from '../errors.ts';
import type { JsonObject } from '../state/model.ts';
import { attributeValue, compareValues, type AttributeValue } from './values.ts';

/** What an expression's placeholders stand for. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

function malformed(kind: string, message: string): AwsError {
  return new AwsError('ValidationException', `Invalid ${kind}: ${message}`);
}

function nameOf(token: string, { names }: Placeholders, kind: string): string {
  if (!token.startsWith('#')) return token;
  const name = names[token];
  if (name === undefined) throw malformed(kind, `An expression attribute name used in the document path is not defined; attribute name: ${token}`);
  return name;
}

function valueOf(token: string, { values }: Placeholders, kind: string): AttributeValue {
  const value = values[token];
  if (value === undefined) throw malformed(kind, `An expression attribute value used in expression is not defined; attribute value: ${token}`);
  return value;
}

/** One condition on one attribute. */
interface KeyCondition {
  readonly name: string;
  readonly test: (value: AttributeValue) => boolean;
  readonly isEquality: boolean;
}

const NAME = String.raw`(#?[\w.-]+)`;
const VALUE = String.raw`(:\w+)`;
const COMPARISON = new RegExp(String.raw`^${NAME}\s*(=|<=|>=|<|>)\s*${VALUE}$`);
const BETWEEN = new RegExp(String.raw`^${NAME}\s+between\s+${VALUE}\s+and\s+${VALUE}$`, 'i');
const BEGINS_WITH = new RegExp(String.raw`^begins_with\s*\(\s*${NAME}\s*,\s*${VALUE}\s*\)$`, 'i');

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0, '<': (order) => order < 0, '<=': (order) => order <= 0, '>': (order) => order > 0, '>=': (order) => order >= 0,
};

const KEY_KIND = 'KeyConditionExpression';

function readCondition(text: string, placeholders: Placeholders): KeyCondition {
  const name = (token = ''): string => nameOf(token, placeholders, KEY_KIND);
  const value = (token = ''): AttributeValue => valueOf(token, placeholders, KEY_KIND);
  const comparison = COMPARISON.exec(text);
  if (comparison) {
    const [, left, operator = '=', right] = comparison;
    const expected = value(right);
    return { name: name(left), isEquality: operator === '=', test: (actual) => HOLDS[operator]?.(compareValues(actual, expected)) === true };
  }
  const between = BETWEEN.exec(text);
  if (between) {
    const [low, high] = [value(between[2]), value(between[3])];
    return { name: name(between[1]), isEquality: false, test: (actual) => compareValues(actual, low) >= 0 && compareValues(actual, high) <= 0 };
  }
  const begins = BEGINS_WITH.exec(text);
  if (!begins) throw malformed(KEY_KIND, `Syntax error; token: "${text}"`);
  const prefix = value(begins[2]).text;
  return { name: name(begins[1]), isEquality: false, test: (actual) => actual.text.startsWith(prefix) };
}

/** Parts joined by AND; the AND of a BETWEEN joins nothing. */
function conditionsOf(expression: string): string[] {
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, '$1');
  const parts = bare.split(/\s+and\s+/i).map((part) => part.trim());
  return parts.reduce<string[]>((joined, part) => {
    const last = joined.at(-1);
    if (last !== undefined && /\sbetween\s+:\w+$/i.test(last)) return [...joined.slice(0, -1), `${last} AND ${part}`];
    return [...joined, part];
  }, []);
}

/**
 * Reads a KeyConditionExpression: one value of the partition key, and at most one condition on the sort key.
 * DynamoDB Developer Guide, "Key condition expressions for the Query operation".
 * @param keys names of the partition key and, where there is one, the sort key
 * @returns whether an item is asked for
 * @throws {AwsError} when the expression asks for anything else
 */
export function keyCondition(expression: string, placeholders: Placeholders, keys: readonly string[]): (item: JsonObject) => boolean {
  const [partition = '', sort] = keys;
  const conditions = conditionsOf(expression).map((text) => readCondition(text, placeholders));
  const onPartition = conditions.filter(({ name }) => name === partition);
  if (onPartition.length === 0) throw new AwsError('ValidationException', `Query condition missed key schema element: ${partition}`);
  if (onPartition.length > 1 || conditions.length > 2 || onPartition.some(({ isEquality }) => !isEquality) || conditions.some(({ name }) => name !== partition && name !== sort)) {
    throw new AwsError('ValidationException', 'Query key condition not supported');
  }
  return (item) => conditions.every(({ name, test }) => test(attributeValue(item[name])));
}

const EXISTENCE = new RegExp(String.raw`^attribute_(not_)?exists\s*\(\s*${NAME}\s*\)$`, 'i');

/**
 * Reads a ConditionExpression of attribute_exists and attribute_not_exists, joined by AND: what keeps a put from overwriting.
 * @returns whether an item, or the lack of one, meets it
 */
export function condition(expression: string, placeholders: Placeholders): (item: JsonObject | undefined) => boolean {
  const checks = conditionsOf(expression).map((text) => {
    const found = EXISTENCE.exec(text);
    if (!found) throw notImplemented('dynamodb', `ConditionExpression "${text}"`);
    return { name: nameOf(found[2] ?? '', placeholders, 'ConditionExpression'), wanted: found[1] === undefined };
  });
  return (item) => checks.every(({ name, wanted }) => (item !== undefined && Object.hasOwn(item, name)) === wanted);
}

const ASSIGNMENT = new RegExp(String.raw`^${NAME}\s*=\s*${VALUE}$`);
const KIND = 'UpdateExpression';

/**
 * Reads an UpdateExpression of SET with plain values, and REMOVE.
 * @returns what becomes of an item
 */
export function update(expression: string, placeholders: Placeholders): (item: JsonObject) => JsonObject {
  const clauses = expression.trim().split(/\s*\b(?=(?:set|remove|add|delete)\s)/i).filter((clause) => clause !== '');
  const set: JsonObject = {};
  const removed = new Set<string>();
  for (const clause of clauses) {
    const [, verb = '', rest = ''] = /^(\w+)\s+(.*)$/s.exec(clause) ?? [];
    for (const part of rest.split(',').map((text) => text.trim())) {
      const assigned = ASSIGNMENT.exec(part);
      if (/^set$/i.test(verb) && assigned) set[nameOf(assigned[1] ?? '', placeholders, KIND)] = valueOf(assigned[2] ?? '', placeholders, KIND).raw;
      else if (/^remove$/i.test(verb)) removed.add(nameOf(part, placeholders, KIND));
      else throw notImplemented('dynamodb', `UpdateExpression "${clause}"`);
    }
  }
  return (item) => ({ ...Object.fromEntries(Object.entries(item).filter(([name]) => !removed.has(name))), ...set });
}
