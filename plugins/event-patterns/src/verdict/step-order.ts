import type { StepId, Validator, ValidatorFile } from '@cloudclass/plugin-contract';
import type { Position } from '../pattern/fault.ts';
import { mentionsIn } from '../variables/fill.ts';
import type { Variable } from '../variables/syntax.ts';

/** Something a validator leans on, with where it says so. */
export interface Reference {
  readonly at: Position;
  readonly target: Variable | { readonly kind: 'after'; readonly step: StepId };
}

/**
 * What a validator refers to: the variables of its patterns and the steps of its `after`. A step may name its own captures in
 * `undoneBy` only; such a mention is a reference to `itself`.
 */
export function referencesOf(validator: Validator, at: Position = []): readonly Reference[] {
  if ('event' in validator) {
    const { pattern, undoneBy, after } = validator.event;
    return [
      ...variablesAt(pattern, [...at, 'event', 'pattern']),
      ...variablesAt(undoneBy, [...at, 'event', 'undoneBy']),
      ...after.map((step, index) => ({ at: [...at, 'event', 'after', index], target: { kind: 'after' as const, step } })),
    ];
  }
  if ('mustNot' in validator) {
    const { pattern, liftedBy } = validator.mustNot;
    return [...variablesAt(pattern, [...at, 'mustNot', 'pattern']), ...variablesAt(liftedBy, [...at, 'mustNot', 'liftedBy'])];
  }
  if ('probe' in validator) return variablesAt(validator.probe.input, [...at, 'probe', 'input']);
  return partsOf(validator).flatMap(({ part, steps }) => referencesOf(part, [...at, ...steps]));
}

/** The parts of a composition, each with its position; none for a validator that composes nothing. */
export function partsOf(validator: Validator): readonly { readonly part: Validator; readonly steps: Position }[] {
  const listed = (kind: string, parts: readonly Validator[]) => parts.map((part, index) => ({ part, steps: [kind, index] }));
  if ('all' in validator) return listed('all', validator.all);
  if ('any' in validator) return listed('any', validator.any);
  if ('sequence' in validator) return listed('sequence', validator.sequence);
  return [];
}

function variablesAt(document: Parameters<typeof mentionsIn>[0], at: Position): readonly Reference[] {
  return mentionsIn(document, at).map((mention) => ({ at: mention.at, target: mention.variable }));
}

/** The other steps a step needs to be decided first. */
export function neededSteps({ step, validator }: ValidatorFile): ReadonlySet<string> {
  const needed = referencesOf(validator).flatMap(({ target }) => (target.kind === 'captured' || target.kind === 'after' ? [target.step] : []));
  return new Set(needed.filter((each) => each !== step));
}

/**
 * Orders steps so that each comes after those it needs.
 * @returns the order, and the steps that need each other in a circle, which have no place in it.
 */
export function orderSteps(files: readonly ValidatorFile[]): { readonly ordered: readonly ValidatorFile[]; readonly circular: readonly ValidatorFile[] } {
  const ordered: ValidatorFile[] = [];
  let waiting: readonly ValidatorFile[] = files;
  for (;;) {
    const open = new Set<string>(waiting.map(({ step }) => step));
    const ready = waiting.filter((file) => ![...neededSteps(file)].some((step) => open.has(step)));
    if (ready.length === 0) return { ordered, circular: waiting };
    ordered.push(...ready);
    waiting = waiting.filter((file) => !ready.includes(file));
  }
}
