import type { Validator } from '@cloudclass/plugin-contract';
import type { Position } from '../pattern/fault.ts';

/** A validator that composes nothing. */
export type LeafValidator = Extract<Validator, { event: unknown } | { mustNot: unknown } | { probe: unknown } | { code: unknown }>;

/** The leaves of a validator, however deep its compositions, each with its position. */
export function leavesOf(validator: Validator, at: Position = []): readonly { readonly leaf: LeafValidator; readonly at: Position }[] {
  const within = (kind: string, parts: readonly Validator[]) => parts.flatMap((part, index) => leavesOf(part, [...at, kind, index]));
  if ('all' in validator) return within('all', validator.all);
  if ('any' in validator) return within('any', validator.any);
  if ('sequence' in validator) return within('sequence', validator.sequence);
  return [{ leaf: validator, at }];
}
