import type { EndReason } from '../../domain/events.ts';
import type { MoneyValue } from './values.ts';
import type { Localized, VerdictStatus } from '@cloudclass/plugin-contract';

/** A resource of the pack's template with its part in the picture. */
export interface PackResourceView { readonly logicalId: string; readonly type: string; readonly purpose: Localized; readonly dependsOn: readonly string[] }

/** A step before anybody has begun it. */
export interface PackStepView {
  readonly id: string;
  readonly title: Localized;
  readonly points: number;
  /** How many hints it has. */
  readonly hints: number;
  /** Steps that must be passed before this one can be. */
  readonly needs: readonly string[];
  readonly guide: Localized;
}

export interface PackView {
  readonly id: string;
  readonly version: string;
  readonly title: Localized;
  readonly summary: Localized;
  readonly introduction: Localized;
  readonly usualMinutes: number;
  readonly limitMinutes: number;
  readonly regions: readonly string[];
  readonly services: readonly string[];
  readonly tags: readonly string[];
  readonly points: number;
  readonly steps: readonly PackStepView[];
  readonly videoMinutes: number | null;
  readonly resources: readonly PackResourceView[];
}

export interface LabResourceView {
  readonly logicalId: string;
  readonly type: string;
  readonly status: 'waiting' | 'creating' | 'ready' | 'failed' | 'deleting' | 'deleted';
  readonly purpose: Localized;
  readonly physicalId: string | null;
  readonly reason: string | null;
}

export interface LabWarningView { readonly code: 'time-low' | 'credit-low'; readonly at: Date }

/** Why a lab does not begin yet, and how many wait since before it. */
export interface LabWaitingView { readonly code: string; readonly since: Date; readonly ahead: number }

/** What the lab is doing, with what the page needs to say about it. */
export type LabStateView =
  | { readonly kind: 'not-started'; readonly needs: MoneyValue; readonly blockedBy: string | null }
  | { readonly kind: 'starting'; readonly labId: string; readonly startedAt: Date; readonly resources: readonly LabResourceView[]; readonly usualSeconds: number; readonly waiting: LabWaitingView | null }
  | { readonly kind: 'ready'; readonly labId: string; readonly accountId: string; readonly region: string; readonly readyAt: Date; readonly endsAt: Date; readonly canExtend: boolean; readonly resources: readonly LabResourceView[]; readonly outputs: Readonly<Record<string, string>>; readonly warnings: readonly LabWarningView[] }
  | { readonly kind: 'ending'; readonly labId: string; readonly reason: EndReason; readonly since: Date; readonly resources: readonly LabResourceView[] }
  | { readonly kind: 'ended'; readonly labId: string; readonly reason: EndReason; readonly endedAt: Date; readonly cost: MoneyValue; readonly minutes: number; readonly canStartAgain: boolean }
  | { readonly kind: 'failed'; readonly labId: string; readonly failedAt: Date; readonly what: string; readonly why: string; readonly correlationId: string; readonly canTryAgain: boolean };

export interface ActivityView {
  readonly id: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly region: string;
  readonly at: Date;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly via: string;
}

export interface ExplanationView {
  readonly eventName: string;
  readonly eventTime: Date;
  readonly errorCode: string | null;
  readonly path: string | null;
  readonly seen: string | null;
  readonly expected: string | null;
  readonly hint: Localized | null;
}

export interface StepView {
  readonly id: string;
  readonly title: Localized;
  readonly points: number;
  readonly guide: Localized;
  readonly status: VerdictStatus;
  readonly at: Date | null;
  readonly seen: number | null;
  readonly needed: number | null;
  readonly explanation: ExplanationView | null;
  readonly lastSeen: ActivityView | null;
  readonly hintsRevealed: readonly Localized[];
  readonly hintsLeft: number;
  readonly override: { readonly by: string; readonly reason: string; readonly at: Date } | null;
}

export interface CreditSummary {
  readonly granted: MoneyValue;
  readonly available: MoneyValue;
  readonly held: MoneyValue;
  readonly spent: MoneyValue;
  readonly hourlyRate: MoneyValue;
  readonly minutesLeft: number | null;
}

export type GradeStatusValue = 'none' | 'waiting' | 'sending' | 'sent' | 'retrying' | 'refused' | 'unavailable';

export interface GradeSummary {
  readonly points: number;
  readonly maximum: number;
  readonly status: GradeStatusValue;
  readonly sentAt: Date | null;
  readonly problem: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
}

export interface VideoSummary {
  readonly title: Localized;
  readonly durationSeconds: number;
  readonly playlistUrl: string;
  readonly posterUrl: string | null;
  readonly captions: readonly { readonly language: 'ko' | 'en'; readonly url: string }[];
  readonly chapters: readonly { readonly startSeconds: number; readonly title: Localized; readonly stepId: string | null }[];
  readonly resumeAtSeconds: number;
}

export interface HelpMessageView {
  readonly id: string;
  readonly fromLearner: boolean;
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  readonly open: boolean;
}

/** The whole learner page. */
export interface LabPageView {
  readonly id: string;
  readonly learner: { readonly id: string; readonly name: string | null };
  readonly pack: PackView;
  readonly steps: readonly StepView[];
  readonly state: LabStateView;
  readonly credit: CreditSummary;
  readonly grade: GradeSummary;
  readonly video: VideoSummary | null;
  readonly help: readonly HelpMessageView[];
  readonly recentActivity: readonly ActivityView[];
  /** When the work is due, as the instructor said; the course site decides what is late. */
  readonly dueAt: Date | null;
}
