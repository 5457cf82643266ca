import type { Json } from '@cloudclass/plugin-contract';

/** A JSON value without parts: what a leaf of a record holds and a filter looks at. */
export type Scalar = null | boolean | number | string;

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

/** A JSON object, as opposed to an array, a scalar, or anything that is not JSON. */
export function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
