import { earnsPoints, type StepId, type Verdict } from '@cloudclass/plugin-contract';
import { isDeepStrictEqual } from 'node:util';

/** The verdicts that are not what they were. A step without one was to do. */
export function changedVerdicts(before: ReadonlyMap<StepId, Verdict>, after: ReadonlyMap<StepId, Verdict>): [StepId, Verdict][] {
  return [...after].filter(([step, verdict]) => !isDeepStrictEqual(before.get(step) ?? { status: 'todo' }, verdict));
}

/**
 * Leaves steps as they were that were earned and now have no answer: code that a busy machine cut off must not take a passed step back.
 * @param unanswered steps that nothing is known of this time
 */
export function withoutLosses(before: ReadonlyMap<StepId, Verdict>, after: ReadonlyMap<StepId, Verdict>, unanswered: ReadonlySet<StepId>): ReadonlyMap<StepId, Verdict> {
  return new Map([...after].map(([step, verdict]) => {
    const earlier = before.get(step);
    return [step, earlier !== undefined && unanswered.has(step) && earnsPoints(earlier) ? earlier : verdict];
  }));
}

/** Since when a step has been worked on: the last passing of another step before it, or the lab's readiness. */
export function workedSince(step: StepId, verdicts: ReadonlyMap<StepId, Verdict>, readyAt: Date, until: Date): Date {
  const passings = [...verdicts]
    .filter(([other, verdict]) => other !== step && earnsPoints(verdict))
    .map(([, verdict]) => ('at' in verdict ? new Date(verdict.at) : readyAt))
    .filter((at) => at <= until);
  return passings.reduce((latest, at) => (at > latest ? at : latest), readyAt);
}
