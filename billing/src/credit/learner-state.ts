/**
 * Where a learner stands with credit in a course. `suspending` lasts until the lab side has acknowledged that nothing runs any
 * more: a learner is never called suspended while a lab still costs.
 */
export type LearnerState =
  | { readonly status: 'active' }
  | { readonly status: 'warned' }
  /** `attempts` counts how often the lab side was asked; credit that came meanwhile is remembered, not acted on. */
  | { readonly status: 'suspending'; readonly attempts: number; readonly isToppedUp: boolean }
  | { readonly status: 'suspended' };

/** What happens to a learner's credit, or is heard from the lab side. */
export type LearnerEvent = 'credit-low' | 'credit-ended' | 'credit-added' | 'suspension-failed' | 'suspension-acknowledged';

/**
 * The state after an event; events that mean nothing in a state leave it as it is, so a repeated one does no harm.
 * A suspension that has begun is carried through, because half of the lab may be gone already; credit that was added in between
 * makes the learner active again as soon as it is acknowledged.
 */
export function nextLearnerState(state: LearnerState, event: LearnerEvent): LearnerState {
  switch (state.status) {
    case 'active':
    case 'warned':
      return whileRunning(state, event);
    case 'suspending':
      return whileSuspending(state, event);
    case 'suspended':
      return event === 'credit-added' ? { status: 'active' } : state;
  }
}

function whileRunning(state: LearnerState, event: LearnerEvent): LearnerState {
  if (event === 'credit-ended') return { status: 'suspending', attempts: 1, isToppedUp: false };
  if (event === 'credit-low') return { status: 'warned' };
  if (event === 'credit-added') return { status: 'active' };
  return state;
}

function whileSuspending(state: Extract<LearnerState, { status: 'suspending' }>, event: LearnerEvent): LearnerState {
  if (event === 'suspension-failed') return { ...state, attempts: state.attempts + 1 };
  if (event === 'credit-added') return { ...state, isToppedUp: true };
  if (event === 'suspension-acknowledged') return { status: state.isToppedUp ? 'active' : 'suspended' };
  return state;
}
