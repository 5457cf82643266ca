import { earnsPoints, type Step, type StepId, type Verdict } from '@cloudclass/plugin-contract';

export interface Score {
  readonly points: number;
  readonly maximum: number;
  /** Every step that carries points is passed. */
  readonly complete: boolean;
}

/**
 * The score of a learner in an activity: of all the labs they had, the best, and an instructor's word on a step counts in each. A learner who
 * starts again cannot lose points.
 * @param labs verdicts of each lab by step
 * @param overrides whether an instructor passed a step, by step
 */
export function scoreOf(steps: readonly Pick<Step, 'id' | 'points'>[], labs: readonly ReadonlyMap<StepId, Verdict>[], overrides: ReadonlyMap<StepId, { readonly passed: boolean }>): Score {
  const maximum = steps.reduce((sum, step) => sum + step.points, 0);
  const scores = (labs.length === 0 ? [new Map<StepId, Verdict>()] : labs).map((verdicts) =>
    steps.filter((step) => overrides.get(step.id)?.passed ?? earnsPoints(verdicts.get(step.id) ?? { status: 'todo' })).reduce((sum, step) => sum + step.points, 0));
  const points = Math.max(...scores);
  return { points, maximum, complete: points === maximum };
}
