import type { StepId, Validator, ValidatorFile } from '@cloudclass/plugin-contract';
import type { Position } from '../pattern/fault.ts';
import { mentionsIn } from '../variables/fill.ts';
import type { Variable } from '../variables/syntax.ts';
import { leavesOf, type LeafValidator } from './leaves.ts';

/** Something a validator leans on, with where it says so. */
export interface Reference {
  readonly at: Position;
  readonly target: Variable | { readonly kind: 'after'; readonly step: StepId };
}

/**
 * What a validator refers to: the variables of its patterns and inputs, and the steps of its `after`.
 * @param at position of the validator in its file.
 */
export function referencesOf(validator: Validator, at: Position = []): readonly Reference[] {
  return leavesOf(validator, at).flatMap(({ leaf, at: place }) => leafReferences(leaf, place));
}

function leafReferences(leaf: LeafValidator, at: Position): readonly Reference[] {
  if ('event' in leaf) {
    const { pattern, undoneBy, after } = leaf.event;
    return [
      ...variablesAt(pattern, [...at, 'event', 'pattern']),
      ...variablesAt(undoneBy, [...at, 'event', 'undoneBy']),
      ...after.map((step, index) => ({ at: [...at, 'event', 'after', index], target: { kind: 'after' as const, step } })),
    ];
  }
  if ('mustNot' in leaf) {
    const { pattern, liftedBy } = leaf.mustNot;
    return [...variablesAt(pattern, [...at, 'mustNot', 'pattern']), ...variablesAt(liftedBy, [...at, 'mustNot', 'liftedBy'])];
  }
  return 'probe' in leaf ? variablesAt(leaf.probe.input, [...at, 'probe', 'input']) : [];
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
