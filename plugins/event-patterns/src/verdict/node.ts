import type { EventPattern, EventValidator, MustNotValidator, StepId, Validator } from '@cloudclass/plugin-contract';
import { compilePattern, type CompiledPattern } from '../pattern/compile.ts';
import { fillPattern, mentionsIn, type Scope } from '../variables/fill.ts';
import { durationMillis } from './duration.ts';

/** A pattern that may hold variables. */
export interface PatternTemplate {
  /** Yields the pattern with its variables filled in; undefined while one of them has no value. */
  bind(scope: Scope): CompiledPattern | undefined;
}

export interface EventNode {
  readonly kind: 'event';
  readonly step: StepId;
  readonly validator: EventValidator;
  readonly pattern: PatternTemplate;
  readonly undoneBy: readonly PatternTemplate[];
  /** Counted from the start of the lab, in milliseconds. */
  readonly withinMillis: number | undefined;
}

export interface MustNotNode {
  readonly kind: 'mustNot';
  readonly validator: MustNotValidator;
  readonly pattern: PatternTemplate;
  readonly liftedBy: readonly PatternTemplate[];
}

/** A probe or a code validator: run elsewhere, its outcome looked up by address. */
export interface ExternalNode {
  readonly kind: 'external';
  readonly address: string;
  readonly validator: Extract<Validator, { probe: unknown } | { code: unknown }>;
}

export interface CompositeNode {
  readonly kind: 'all' | 'any' | 'sequence';
  readonly parts: readonly Node[];
}

/** A validator ready to decide. */
export type Node = EventNode | MustNotNode | ExternalNode | CompositeNode;

/**
 * Prepares a validator: patterns without variables are compiled once and for all.
 * @param address names the validator within the pack: its step, then the path of compositions, for instance `step-a/all.1`.
 */
export function compileNode(step: StepId, validator: Validator, address: string = step): Node {
  if ('event' in validator) return compileEvent(step, validator.event);
  if ('mustNot' in validator) return compileMustNot(validator.mustNot);
  if ('probe' in validator || 'code' in validator) return { kind: 'external', address, validator };
  const compileParts = (kind: CompositeNode['kind'], parts: readonly Validator[]): CompositeNode => ({
    kind,
    parts: parts.map((part, index) => compileNode(step, part, `${address}/${kind}.${index}`)),
  });
  if ('all' in validator) return compileParts('all', validator.all);
  if ('any' in validator) return compileParts('any', validator.any);
  return compileParts('sequence', validator.sequence);
}

function compileEvent(step: StepId, validator: EventValidator): EventNode {
  return {
    kind: 'event',
    step,
    validator,
    pattern: template(validator.pattern),
    undoneBy: validator.undoneBy.map(template),
    withinMillis: validator.within === undefined ? undefined : durationMillis(validator.within),
  };
}

function compileMustNot(validator: MustNotValidator): MustNotNode {
  return { kind: 'mustNot', validator, pattern: template(validator.pattern), liftedBy: validator.liftedBy.map(template) };
}

function template(pattern: EventPattern): PatternTemplate {
  if (mentionsIn(pattern).length === 0) {
    const compiled = compiledOrUndefined(pattern);
    return { bind: () => compiled };
  }
  return {
    bind: (scope) => {
      const filled = fillPattern(pattern, scope);
      return filled === undefined ? undefined : compiledOrUndefined(filled);
    },
  };
}

/** Faults were reported when the pack was checked; what remains are values that make no pattern, such as a CIDR block that is none. */
function compiledOrUndefined(pattern: EventPattern): CompiledPattern | undefined {
  const compilation = compilePattern(pattern);
  return compilation.ok ? compilation.pattern : undefined;
}
