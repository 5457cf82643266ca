import type { EventPattern, Validator } from '@cloudclass/plugin-contract';
import { compilePattern } from '../pattern/compile.ts';
import type { PatternFault, Position } from '../pattern/fault.ts';
import { durationMillis } from './duration.ts';
import { leavesOf, type LeafValidator } from './leaves.ts';

/**
 * Checks what the contract's schema cannot: that every pattern of a validator compiles and that durations have a fixed length.
 * @returns every fault with its position in the validator; none when it is fine.
 */
export function checkValidator(validator: Validator, at: Position = []): readonly PatternFault[] {
  return leavesOf(validator, at).flatMap(({ leaf, at: place }) => checkLeaf(leaf, place));
}

function checkLeaf(leaf: LeafValidator, at: Position): readonly PatternFault[] {
  if ('event' in leaf) {
    const { pattern, undoneBy, within } = leaf.event;
    return [...checkPatterns([[['pattern'], pattern], ...listed('undoneBy', undoneBy)], [...at, 'event']), ...checkWithin(within, [...at, 'event', 'within'])];
  }
  if (!('mustNot' in leaf)) return [];
  const { pattern, liftedBy } = leaf.mustNot;
  return checkPatterns([[['pattern'], pattern], ...listed('liftedBy', liftedBy)], [...at, 'mustNot']);
}

type Placed = readonly [Position, EventPattern];

function listed(key: string, patterns: readonly EventPattern[]): readonly Placed[] {
  return patterns.map((pattern, index) => [[key, index], pattern]);
}

function checkPatterns(patterns: readonly Placed[], at: Position): readonly PatternFault[] {
  return patterns.flatMap(([place, pattern]) => {
    const compilation = compilePattern(pattern);
    return compilation.ok ? [] : compilation.faults.map((fault) => ({ ...fault, at: [...at, ...place, ...fault.at] }));
  });
}

function checkWithin(within: string | undefined, at: Position): readonly PatternFault[] {
  if (within === undefined || durationMillis(within) !== undefined) return [];
  return [{ at, message: `${within} has no fixed length: use weeks, days, hours, minutes or seconds, for instance PT30M` }];
}
