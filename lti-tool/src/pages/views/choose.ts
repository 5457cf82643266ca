import type { PackView } from './learner.ts';
import type { Choice } from '../../features/configuration/configuration.ts';

/** What the platform that asked for content takes. */
export interface ChoosingView {
  /** Product of the platform, as it calls itself. */
  readonly platform: string | null;
  /** False where it takes no links to tools: nothing can be placed. */
  readonly takesLinks: boolean;
  readonly takesSeveral: boolean;
  /** False where it makes no column for what is placed: points are not taken, grades come when a learner's first score is sent. */
  readonly takesGrades: boolean;
}

/** A lab as an instructor chose it. */
export interface ChosenLab extends Choice {
  readonly packId: string;
  readonly packVersion: string;
  /** Another name for the activity than the pack's. */
  readonly title: string | null;
}

/** An activity as the platform will get it. */
export interface PlacedItemView {
  readonly title: string;
  readonly text: string;
  /** Null where the platform takes none. */
  readonly points: number | null;
  readonly availableFrom: Date | null;
  readonly availableUntil: Date | null;
  readonly dueAt: Date | null;
}

/** What is chosen for an activity that is there. */
export interface ActivityChoiceView extends ChosenLab {
  /** In the version the activity is pinned to. */
  readonly pack: PackView;
  /** How many learners have had a lab in it: with any, it keeps to its pack. */
  readonly begun: number;
}
