import type { Localized, VerdictStatus } from '@cloudclass/plugin-contract';
import type { BoardLabStatus } from '../../features/insight/class-board.ts';
import type { GradeSummary } from './learner.ts';

/** What an observer sees of a learner: how far they are, and nothing of what they do. */
export interface ObservedLearnerView {
  readonly id: string;
  readonly name: string | null;
  readonly steps: readonly { readonly id: string; readonly title: Localized; readonly points: number; readonly status: VerdictStatus }[];
  readonly lab: BoardLabStatus;
  readonly grade: Pick<GradeSummary, 'points' | 'maximum' | 'status' | 'sentAt'>;
  /** When the learner was last seen at work in the lab. */
  readonly lastActiveAt: Date | null;
}

export interface ObservationView {
  readonly learners: readonly ObservedLearnerView[];
  /** How many more the course site names of whom nothing is known in this course yet. */
  readonly notYetHere: number;
}
