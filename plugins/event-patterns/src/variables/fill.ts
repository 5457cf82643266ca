import type { EventPattern, Json, LabFacts } from '@cloudclass/plugin-contract';
import { isObject, isScalar, type Scalar } from '../pattern/scalar.ts';
import { mentionsVariable, replaceVariables, variablesOf, type Variable } from './syntax.ts';
import type { Position } from '../pattern/fault.ts';

/** What variables are filled in from: the lab's facts and what earlier steps captured, by step id. */
export interface Scope {
  readonly lab: Pick<LabFacts, 'region' | 'accountId' | 'outputs'>;
  readonly captured: ReadonlyMap<string, Readonly<Record<string, Json>>>;
}

/** A variable in a pattern, with where it stands. */
export interface Mention {
  readonly at: Position;
  readonly variable: Variable;
}

/** Every variable a JSON document mentions in its strings; keys are not looked at. */
export function mentionsIn(node: Json, at: Position = []): readonly Mention[] {
  if (typeof node === 'string') return variablesOf(node).map((variable) => ({ at, variable }));
  if (isScalar(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => mentionsIn(value, [...at, Array.isArray(node) ? Number(key) : key]));
}

/**
 * Fills the variables of a pattern in. Text put into a `wildcard` is escaped, so that it stands for itself.
 * @returns undefined when a variable has no value yet, or one that is no plain value: the step cannot be decided.
 */
export function fillPattern(pattern: EventPattern, scope: Scope): EventPattern | undefined {
  try {
    return fillObject(pattern, scope);
  } catch (error) {
    if (error instanceof Unresolved) return undefined;
    throw error;
  }
}

class Unresolved extends Error {}

function fillObject(object: EventPattern, scope: Scope): EventPattern {
  // Object.fromEntries defines properties, so that a key such as __proto__ stays a key.
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fillNode(value, scope, key === 'wildcard')]));
}

function fillNode(node: Json, scope: Scope, inWildcard: boolean): Json {
  if (typeof node === 'string') return fillText(node, scope, inWildcard);
  if (Array.isArray(node)) return node.map((element) => fillNode(element, scope, inWildcard));
  return isObject(node) ? fillObject(node, scope) : node;
}

/** A text that is one variable and nothing else takes the value's own type, so that a captured number matches a number. */
function fillText(text: string, scope: Scope, inWildcard: boolean): Scalar {
  if (!mentionsVariable(text)) return text;
  const [variable, ...more] = variablesOf(text);
  if (variable !== undefined && more.length === 0 && !inWildcard && replaceVariables(text, () => '') === '') return resolve(variable, scope);
  return replaceVariables(text, (each) => {
    const value = String(resolve(each, scope));
    return inWildcard ? value.replace(/[\\*]/g, '\\$&') : value;
  });
}

function resolve(variable: Variable, scope: Scope): Scalar {
  const value = resolveVariable(variable, scope);
  if (value === undefined) throw new Unresolved();
  return value;
}

/** The plain value a variable stands for; undefined while it has none, or one that is no plain value. */
export function resolveVariable(variable: Variable, scope: Scope): Scalar | undefined {
  const value = valueOf(variable, scope);
  return value !== undefined && isScalar(value) ? value : undefined;
}

function valueOf(variable: Variable, scope: Scope): Json | undefined {
  switch (variable.kind) {
    case 'lab':
      return scope.lab[variable.fact];
    case 'output':
      return own(scope.lab.outputs, variable.output);
    case 'captured':
      return own(scope.captured.get(variable.step) ?? {}, variable.name);
    case 'unknown':
      return undefined;
  }
}

function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
