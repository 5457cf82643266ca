import { templateError } from './template.ts';

/** Where names in a template lead to. Each lookup throws a template error for a name it does not know. */
export interface Scope {
  readonly ref: (name: string) => unknown;
  readonly attribute: (resource: string, attribute: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mapping: (map: string, first: string, second: string) => unknown;
  readonly zones: (region: string) => readonly string[];
}

/** What `AWS::NoValue` resolves to: the member that holds it disappears. */
export const NO_VALUE = Symbol('AWS::NoValue');

type IntrinsicFunction = (argument: unknown, scope: Scope) => unknown;

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw templateError(`Template error: every ${name} object requires a list.`);
  return value;
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(`Template error: every ${name} object must resolve to strings.`);
}

/** Splits `Resource.Attribute`, where the attribute may hold dots itself. */
export function splitAttribute(argument: unknown): [resource: string, attribute: string] {
  const [resource = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return [resource, attribute.join('.')];
}

/** The names a Fn::Sub text refers to, `${!Literal}` left out. */
export function substitutions(text: string): string[] {
  return [...text.matchAll(/\$\{(?!!)([^}]+)\}/g)].map((match) => (match[1] ?? '').trim());
}

function sub(argument: unknown, scope: Scope): string {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = new Map(Object.entries(typeof own === 'object' && own !== null ? own : {}));
  const lookUp = (name: string): unknown => {
    if (variables.has(name)) return resolve(variables.get(name), scope);
    return name.includes('.') ? scope.attribute(...splitAttribute(name)) : scope.ref(name);
  };
  return textOf(text, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) =>
    literal === '!' ? `\${${name}}` : textOf(lookUp(name.trim()), 'Fn::Sub'));
}

function join(argument: unknown, scope: Scope): string {
  const [separator, items] = listOf(argument, 'Fn::Join');
  return listOf(resolve(items, scope), 'Fn::Join').map((item) => textOf(item, 'Fn::Join')).join(textOf(separator, 'Fn::Join'));
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, items] = listOf(resolve(argument, scope), 'Fn::Select');
  const list = listOf(items, 'Fn::Select');
  if (!(Number(index) in list)) throw templateError('Template error: Fn::Select cannot select nonexistent value at index ' + String(index));
  return list[Number(index)];
}

function split(argument: unknown, scope: Scope): string[] {
  const [separator, text] = listOf(resolve(argument, scope), 'Fn::Split');
  return textOf(text, 'Fn::Split').split(textOf(separator, 'Fn::Split'));
}

function choose(argument: unknown, scope: Scope): unknown {
  const [condition, yes, no] = listOf(argument, 'Fn::If');
  return resolve(scope.condition(textOf(condition, 'Fn::If')) ? yes : no, scope);
}

function equals(argument: unknown, scope: Scope): boolean {
  const [one, other] = listOf(resolve(argument, scope), 'Fn::Equals');
  return String(one) === String(other);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, first, second] = listOf(resolve(argument, scope), 'Fn::FindInMap').map((part) => textOf(part, 'Fn::FindInMap'));
  return scope.mapping(map ?? '', first ?? '', second ?? '');
}

const truths = (argument: unknown, scope: Scope, name: string): boolean[] =>
  listOf(argument, name).map((one) => resolve(one, scope) === true);

const FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Ref', (name, scope) => scope.ref(textOf(name, 'Ref'))],
  ['Condition', (name, scope) => scope.condition(textOf(name, 'Condition'))],
  ['Fn::GetAtt', (argument, scope) => scope.attribute(...splitAttribute(resolve(argument, scope)))],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::If', choose],
  ['Fn::Equals', equals],
  ['Fn::And', (argument, scope) => truths(argument, scope, 'Fn::And').every(Boolean)],
  ['Fn::Or', (argument, scope) => truths(argument, scope, 'Fn::Or').some(Boolean)],
  ['Fn::Not', (argument, scope) => !truths(argument, scope, 'Fn::Not')[0]],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', (argument, scope) => Buffer.from(textOf(resolve(argument, scope), 'Fn::Base64')).toString('base64')],
  ['Fn::GetAZs', (argument, scope) => scope.zones(textOf(resolve(argument, scope), 'Fn::GetAZs'))],
]);

/** The function a value calls, or null when it is data. */
export function intrinsicOf(value: unknown): readonly [name: string, argument: unknown] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return null;
  if (FUNCTIONS.has(entry[0])) return entry;
  if (entry[0].startsWith('Fn::')) throw templateError(`Template error: the function ${entry[0]} is not supported by the local AWS endpoint`);
  return null;
}

/** Replaces every intrinsic function in a value by what it stands for. CloudFormation User Guide, "Intrinsic function reference". */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicOf(value);
  if (call) return FUNCTIONS.get(call[0])?.(call[1], scope);
  const members = Object.entries(value).map(([name, member]) => [name, resolve(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
}
