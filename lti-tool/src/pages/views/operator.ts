import type { GradeStatusValue } from './learner.ts';
import type { Localized } from '@cloudclass/plugin-contract';

export type HealthValue = 'good' | 'degraded' | 'bad' | 'unknown';

export interface AlarmView { readonly code: string; readonly since: Date; readonly detail: string; readonly health: HealthValue }

export type AccountStatusValue = 'available' | 'leased' | 'frozen' | 'cleaning' | 'quarantine';

export interface PoolCountView { readonly status: AccountStatusValue; readonly count: number }

export interface QuarantineView { readonly accountId: string; readonly reason: string; readonly since: Date }

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
  readonly lastLaunchAt: Date | null;
  /** What keeps it from taking grades just now, and how many wait. */
  readonly trouble: { readonly problem: string; readonly since: Date | null; readonly heldUntil: Date | null; readonly waiting: number } | null;
  /** Rights its administrator should grant. */
  readonly missingScopes: readonly string[];
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
  readonly quarantine: readonly QuarantineView[];
  readonly queues: readonly QueueView[];
  readonly grades: readonly GradeFailureView[];
  readonly platforms: readonly PlatformSummary[];
  readonly keys: readonly ToolKeyView[];
  readonly packs: readonly PublishedPackView[];
  readonly webhooks: readonly WebhookView[];
}
