import type { AttentionKind } from '../../features/insight/attention.ts';
import type { BoardLabStatus, BoardSummary } from '../../features/insight/class-board.ts';
import type { CourseInsight, StepInsight } from '../../features/insight/course-insight.ts';
import type { TimelineEntry } from '../../features/insight/timeline.ts';
import type { ActivityView, GradeSummary, HelpMessageView } from './learner.ts';
import type { Group } from '../../ports/platform-services.ts';
import type { MoneyValue } from './values.ts';
import type { Localized, VerdictStatus } from '@cloudclass/plugin-contract';

export interface CellView { readonly stepId: string; readonly status: VerdictStatus; readonly at: Date | null; readonly seconds: number | null; readonly overridden: boolean }

export interface BoardRowView {
  readonly groupIds: readonly string[];
  readonly learner: { readonly id: string; readonly name: string | null };
  readonly labStatus: BoardLabStatus;
  readonly cells: readonly CellView[];
  readonly points: number;
  readonly grade: GradeSummary;
  readonly lastAct: ActivityView | null;
  readonly errorStreak: number;
  /** The step the learner stands at, and since when: its clock runs. */
  readonly open: { readonly stepId: string; readonly since: Date } | null;
  readonly secondsOnStep: number | null;
  readonly attention: { readonly kind: AttentionKind; readonly since: Date } | null;
  readonly help: readonly HelpMessageView[];
  readonly spent: MoneyValue;
}

/** A comparison of the activity's grades with the gradebook, as it was last asked for. */
export interface ResyncView {
  readonly status: 'asked' | 'done' | 'failed';
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly same: number;
  readonly sent: number;
  /** Whether the platform's grades could be read; else all were sent. */
  readonly compared: boolean;
  readonly problem: string | null;
}

/** The activity's grades on their way to the gradebook. */
export interface GradebookView {
  readonly sent: number;
  readonly onTheWay: number;
  readonly stuck: number;
  /** What keeps the platform from taking any grade just now. */
  readonly problem: string | null;
  readonly resync: ResyncView | null;
}

export interface ClassBoardView {
  readonly course: { readonly id: string; readonly title: string; readonly unit: string | null };
  readonly activityTitle: string;
  /** Of the course, as its platform has them. */
  readonly groups: readonly Group[];
  readonly steps: readonly { readonly id: string; readonly title: Localized; readonly points: number }[];
  readonly rows: readonly BoardRowView[];
  readonly summary: BoardSummary & { readonly spent: MoneyValue };
  readonly gradebook: GradebookView;
  readonly roster: { readonly readAt: Date | null; readonly problem: string | null };
}

/** What a board says now that it did not say before; its course, steps and groups are the same. */
export interface BoardDifferenceView extends Pick<ClassBoardView, 'summary' | 'gradebook' | 'roster'> {
  /** Rows that say something new or stand elsewhere, with their place on the board, counted from 0; in ascending order. */
  readonly placed: readonly { readonly at: number; readonly row: BoardRowView }[];
  /** Learners who are not on it any more, by their ids. */
  readonly left: readonly string[];
}

export interface TimelineView {
  readonly learner: { readonly id: string; readonly name: string | null };
  readonly entries: readonly TimelineEntry[];
}

export type CourseInsightView = Omit<CourseInsight, 'steps'> & { readonly steps: readonly (StepInsight & { readonly title: Localized })[] };
