import type { EventPattern, EventValidator, MustNotValidator, StepId, Validator } from '@cloudclass/plugin-contract';
import { compilePattern, type CompiledPattern } from '../pattern/compile.ts';
import { eventNamesOf } from '../pattern/event-names.ts';
import { fillPattern, mentionsIn, resolveVariable, type Scope } from '../variables/fill.ts';
import { mentionsVariable } from '../variables/syntax.ts';
import { durationMillis } from './duration.ts';

/** A pattern that may hold variables. */
interface PatternTemplate {
  /** The events the pattern can match, by name; undefined when it may match any. */
  readonly eventNames: ReadonlySet<string> | undefined;
  /** The steps whose captures the pattern uses. */
  readonly uses: ReadonlySet<string>;
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
 * Prepares a validator.
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

/** Labs come and go; what was compiled for their values is forgotten at this many. */
const maxRemembered = 1_000;

/** Compiles a pattern once for each set of values of its variables: once and for all when it has none. */
function template(pattern: EventPattern): PatternTemplate {
  const variables = mentionsIn(pattern).map(({ variable }) => variable);
  const remembered = new Map<string, CompiledPattern | undefined>();
  return {
    eventNames: eventNamesIn(pattern),
    uses: new Set(variables.flatMap((variable) => (variable.kind === 'captured' ? [variable.step] : []))),
    bind: (scope) => {
      const values = variables.map((variable) => resolveVariable(variable, scope));
      if (values.includes(undefined)) return undefined;
      const key = JSON.stringify(values);
      if (remembered.has(key)) return remembered.get(key);
      if (remembered.size >= maxRemembered) remembered.clear();
      const compiled = compiledOrUndefined(fillPattern(pattern, scope));
      remembered.set(key, compiled);
      return compiled;
    },
  };
}

function eventNamesIn(pattern: EventPattern): ReadonlySet<string> | undefined {
  const names = eventNamesOf(compiledOrUndefined(pattern) ?? { alternatives: [] });
  return [...(names ?? [])].some(mentionsVariable) ? undefined : names;
}

/** Faults were reported when the pack was checked; what remains are values that make no pattern, such as a CIDR block that is none. */
function compiledOrUndefined(pattern: EventPattern | undefined): CompiledPattern | undefined {
  const compilation = pattern && compilePattern(pattern);
  return compilation?.ok ? compilation.pattern : undefined;
}

/** The patterns of a validator. */
export function patternsOf(node: Node): readonly PatternTemplate[] {
  if (node.kind === 'event') return [node.pattern, ...node.undoneBy];
  if (node.kind === 'mustNot') return [node.pattern, ...node.liftedBy];
  return 'parts' in node ? node.parts.flatMap(patternsOf) : [];
}
