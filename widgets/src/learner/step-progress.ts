import type { LabStep } from './lab-document.ts';

/** Whether a step earns its points now. */
export function isDone(step: Pick<LabStep, 'status'>): boolean {
  return step.status === 'PASSED' || step.status === 'HELD';
}

/** The first step that is still to do; null when all are done. */
export function openStep<Step extends Pick<LabStep, 'status'>>(steps: readonly Step[]): Step | null {
  return steps.find((step) => !isDone(step)) ?? null;
}

/**
 * The step that became done between two states of the page.
 * @returns the last one, when several did at once; null when none did
 */
export function newlyDone<Step extends Pick<LabStep, 'id' | 'status'>>(before: readonly Step[], after: readonly Step[]): Step | null {
  const wasDone = new Set(before.filter(isDone).map(({ id }) => id));
  return after.findLast((step) => isDone(step) && !wasDone.has(step.id)) ?? null;
}
