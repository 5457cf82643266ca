import { invalid } from './errors.ts';
import type { State } from './state.ts';

/** The fields that hold another object's id and may be asked for whole. */
const expandable: Readonly<Record<string, (state: State, id: string) => object | undefined>> = {
  customer: (state, id) => state.customers[id],
  product: (state, id) => state.products[id],
};

/**
 * Puts objects where an answer has their ids, as `expand[]` asks: `customer`, or `data.customer` in a list.
 * @see https://docs.stripe.com/expand
 */
export function expand(state: State, answer: object, paths: readonly string[]): object {
  return paths.reduce((object, path) => expandPath(state, object, path.split('.')), answer);
}

function expandPath(state: State, object: object, [field = '', ...rest]: readonly string[]): object {
  const value: unknown = Reflect.get(object, field);
  if (Array.isArray(value)) return { ...object, [field]: value.map((entry: object) => expandPath(state, entry, rest)) };
  const lookUp = Object.hasOwn(expandable, field) ? expandable[field] : undefined;
  if (lookUp === undefined || typeof value !== 'string' || rest.length > 0) throw invalid(`This property cannot be expanded (${[field, ...rest].join('.')}).`);
  return { ...object, [field]: lookUp(state, value) ?? value };
}
