import type { GradeStatusValue } from './learner.ts';
import type { Localized } from '@cloudclass/plugin-contract';

export type HealthValue = 'good' | 'degraded' | 'bad' | 'unknown';

/** `detail` names what it is about: a queue, a code, an institution; empty where there is nothing to name. `count` says how many of what the alarm is about. */
export interface AlarmView { readonly code: string; readonly since: Date; readonly detail: string; readonly count: number | null; readonly health: HealthValue }

export type AccountStatusValue = 'available' | 'leased' | 'frozen' | 'cleaning' | 'quarantine';

export interface PoolCountView { readonly status: AccountStatusValue; readonly count: number }

export interface QuarantineView { readonly accountId: string; readonly cause: string | null; readonly reason: string; readonly since: Date }

/** Why AWS made none of some accounts that were asked for. */
export interface AccountFailureView { readonly problem: string; readonly reason: string; readonly count: number; readonly since: Date; readonly tryAt: Date }

/** Accounts on their way into the pool, those that fail among them. */
export interface AccountsComingView { readonly count: number; readonly failures: readonly AccountFailureView[] }

export interface QueueView { readonly name: string; readonly waiting: number; readonly failed: number; readonly oldestSeconds: number | null }

export interface GradeFailureView {
  readonly id: string;
  readonly institution: string;
  readonly learner: { readonly id: string; readonly name: string | null };
  readonly course: string;
  readonly cause: string;
  readonly attempts: number;
  readonly since: Date;
  readonly status: GradeStatusValue;
}

export interface PlatformSummary {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  readonly issuer: string;
  readonly clientId: string;
  readonly deployments: readonly string[];
  readonly product: string | null;
  readonly health: HealthValue;
  /** Pending until somebody has been launched from it. */
  readonly state: 'pending' | 'active';
  readonly lastLaunchAt: Date | null;
  readonly check: PlatformCheckView | null;
  /** What keeps it from taking grades just now, and how many wait. */
  readonly trouble: { readonly problem: string; readonly since: Date | null; readonly heldUntil: Date | null; readonly waiting: number } | null;
  /** Rights its administrator should grant. */
  readonly missingScopes: readonly string[];
}

export interface CheckItemView { readonly part: string; readonly outcome: 'ok' | 'failed' | 'skipped'; readonly code: string | null; readonly finding: FindingView | null; readonly detail: string }

/** What a part of a check saw: a name, and those of the values that go with it. */
export interface FindingView { readonly kind: string; readonly url?: string; readonly count?: number; readonly status?: number; readonly seconds?: number; readonly until?: Date; readonly types?: readonly string[] }

/** What the last check of a platform found. */
export interface PlatformCheckView { readonly at: Date; readonly items: readonly CheckItemView[] }

export type InviteStatusValue = 'open' | 'registering' | 'interrupted' | 'registered' | 'refused' | 'expired' | 'revoked';

/** A link by which one LMS registers itself; the link is shown once, when it is made. */
export interface InviteView {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly status: InviteStatusValue;
  /** The LMS that followed it. */
  readonly issuer: string | null;
  /** Why it was refused, or why the last attempt on an open one ended. */
  readonly code: string | null;
  readonly detail: string | null;
}

export interface MadeInviteView { readonly link: string; readonly expiresAt: Date; readonly health: PlatformHealthView }

/** What an administrator types into an LMS that does not register itself. */
export interface ToolSettingsView {
  readonly name: string;
  readonly domain: string;
  readonly loginUrl: string;
  readonly launchUrl: string;
  readonly keysUrl: string;
  readonly iconUrl: string;
  /** Canvas's developer key, as JSON. */
  readonly canvasKey: string;
}

export interface ToolKeyView { readonly kid: string; readonly createdAt: Date; readonly active: boolean; readonly ageDays: number }

export interface PublishedPackView {
  readonly id: string;
  readonly version: string;
  readonly title: Localized;
  readonly digest: string;
  readonly publishedAt: Date;
  readonly labs: number;
}

export interface WebhookView { readonly direction: string; readonly waiting: number; readonly failed: number; readonly lastAt: Date | null }

export interface PlatformHealthView {
  readonly alarms: readonly AlarmView[];
  readonly pool: readonly PoolCountView[];
  readonly coming: AccountsComingView;
  readonly quarantine: readonly QuarantineView[];
  readonly queues: readonly QueueView[];
  readonly grades: readonly GradeFailureView[];
  readonly platforms: readonly PlatformSummary[];
  readonly invites: readonly InviteView[];
  readonly settings: ToolSettingsView;
  readonly keys: readonly ToolKeyView[];
  readonly packs: readonly PublishedPackView[];
  readonly webhooks: readonly WebhookView[];
}
