import type { EventPattern, EventValidator, Validator } from '@cloudclass/plugin-contract';
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
    const place = [...at, 'event'];
    return [...checkPatterns([[['pattern'], pattern], ...listed('undoneBy', undoneBy)], place), ...checkWithin(within, [...place, 'within']), ...checkRemarks(leaf.event, place)];
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

/** Near misses of every pattern can be told by these, whatever the pattern asks for. */
const always = new Set(['errorCode', 'eventTime']);

/** A hint or a secret for a clause that is not there would never be heeded: what was meant to be hidden would be shown. */
function checkRemarks({ pattern, hints, secret }: EventValidator, at: Position): readonly PatternFault[] {
  const compilation = compilePattern(pattern);
  if (!compilation.ok) return [];
  const paths = [...new Set(compilation.pattern.alternatives.flatMap(({ written }) => written.map(({ path }) => path)))];
  const clauses = `its clauses are ${paths.join(', ')}`;
  const lostHints = Object.keys(hints).filter((path) => !always.has(path) && !paths.includes(path));
  const bareSecrets = secret.flatMap((kept, index) => (always.has(kept) || paths.some((path) => path === kept || path.startsWith(`${kept}.`)) ? [] : [{ kept, index }]));
  return [
    ...lostHints.map((path) => ({ at: [...at, 'hints', path], message: `the pattern has no clause on ${path}; ${clauses}` })),
    ...bareSecrets.map(({ kept, index }) => ({ at: [...at, 'secret', index], message: `the pattern has no clause on or below ${kept}; ${clauses}` })),
  ];
}

function checkWithin(within: string | undefined, at: Position): readonly PatternFault[] {
  if (within === undefined || durationMillis(within) !== undefined) return [];
  return [{ at, message: `${within} has no fixed length: use weeks, days, hours, minutes or seconds, for instance PT30M` }];
}
