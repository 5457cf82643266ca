import type { Localized } from '@cloudclass/plugin-contract';
import { builder } from './builder.ts';
import { GradeStatus, type GradeStatusValue } from './learner-types.ts';
import { InstitutionRef, LocalizedRef, PersonRef } from './values.ts';

export type HealthValue = 'good' | 'degraded' | 'bad' | 'unknown';

const Health = builder.enumType('Health', {
  values: { GOOD: { value: 'good' }, DEGRADED: { value: 'degraded' }, BAD: { value: 'bad' }, UNKNOWN: { value: 'unknown' } } as const,
});

export interface AlarmView { readonly code: string; readonly since: Date; readonly detail: string; readonly health: HealthValue }

const AlarmRef = builder.objectRef<AlarmView>('Alarm').implement({
  fields: (t) => ({
    code: t.exposeString('code'),
    since: t.field({ type: 'DateTime', resolve: (alarm) => alarm.since }),
    detail: t.exposeString('detail'),
    health: t.field({ type: Health, resolve: (alarm) => alarm.health }),
  }),
});

export type AccountStatusValue = 'available' | 'leased' | 'frozen' | 'cleaning' | 'quarantine';

const AccountStatus = builder.enumType('AccountStatus', {
  values: {
    AVAILABLE: { value: 'available' },
    LEASED: { value: 'leased' },
    FROZEN: { value: 'frozen' },
    CLEANING: { value: 'cleaning' },
    QUARANTINE: { value: 'quarantine' },
  } as const,
});

export interface PoolCountView { readonly status: AccountStatusValue; readonly count: number }

const PoolCountRef = builder.objectRef<PoolCountView>('PoolCount').implement({
  fields: (t) => ({ status: t.field({ type: AccountStatus, resolve: (entry) => entry.status }), count: t.exposeInt('count') }),
});

export interface QuarantineView { readonly accountId: string; readonly reason: string; readonly since: Date }

const QuarantinedAccountRef = builder.objectRef<QuarantineView>('QuarantinedAccount').implement({
  fields: (t) => ({
    accountId: t.exposeID('accountId'),
    reason: t.exposeString('reason'),
    since: t.field({ type: 'DateTime', resolve: (account) => account.since }),
  }),
});

export interface QueueView { readonly name: string; readonly waiting: number; readonly failed: number; readonly oldestSeconds: number | null }

const QueueHealthRef = builder.objectRef<QueueView>('QueueHealth').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    waiting: t.exposeInt('waiting'),
    failed: t.exposeInt('failed'),
    oldestSeconds: t.exposeFloat('oldestSeconds', { nullable: true }),
  }),
});

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

const GradeFailureRef = builder.objectRef<GradeFailureView>('GradeFailure').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.exposeString('institution'),
    learner: t.field({ type: PersonRef, resolve: (failure) => failure.learner }),
    course: t.exposeString('course'),
    cause: t.exposeString('cause'),
    attempts: t.exposeInt('attempts'),
    since: t.field({ type: 'DateTime', resolve: (failure) => failure.since }),
    status: t.field({ type: GradeStatus, resolve: (failure) => failure.status }),
  }),
});

export interface PlatformSummary {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  readonly issuer: string;
  readonly clientId: string;
  readonly deployments: readonly string[];
  readonly product: string | null;
  readonly health: HealthValue;
  readonly lastLaunchAt: Date | null;
}

const PlatformViewRef = builder.objectRef<PlatformSummary>('PlatformView').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (platform) => platform.institution }),
    issuer: t.exposeString('issuer'),
    clientId: t.exposeString('clientId'),
    deployments: t.stringList({ resolve: (platform) => [...platform.deployments] }),
    product: t.exposeString('product', { nullable: true }),
    health: t.field({ type: Health, resolve: (platform) => platform.health }),
    lastLaunchAt: t.field({ type: 'DateTime', nullable: true, resolve: (platform) => platform.lastLaunchAt }),
  }),
});

export interface ToolKeyView { readonly kid: string; readonly createdAt: Date; readonly active: boolean; readonly ageDays: number }

const ToolKeyRef = builder.objectRef<ToolKeyView>('ToolKey').implement({
  fields: (t) => ({
    kid: t.exposeID('kid'),
    createdAt: t.field({ type: 'DateTime', resolve: (key) => key.createdAt }),
    active: t.exposeBoolean('active'),
    ageDays: t.exposeInt('ageDays'),
  }),
});

export interface PublishedPackView {
  readonly id: string;
  readonly version: string;
  readonly title: Localized;
  readonly digest: string;
  readonly publishedAt: Date;
  readonly labs: number;
}

const PublishedPackRef = builder.objectRef<PublishedPackView>('PublishedPack').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeString('version'),
    title: t.field({ type: LocalizedRef, resolve: (pack) => pack.title }),
    digest: t.exposeString('digest'),
    publishedAt: t.field({ type: 'DateTime', resolve: (pack) => pack.publishedAt }),
    labs: t.exposeInt('labs'),
  }),
});

export interface WebhookView { readonly direction: string; readonly waiting: number; readonly failed: number; readonly lastAt: Date | null }

const WebhookHealthRef = builder.objectRef<WebhookView>('WebhookHealth').implement({
  fields: (t) => ({
    direction: t.exposeString('direction'),
    waiting: t.exposeInt('waiting'),
    failed: t.exposeInt('failed'),
    lastAt: t.field({ type: 'DateTime', nullable: true, resolve: (webhook) => webhook.lastAt }),
  }),
});

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

export const PlatformHealthRef = builder.objectRef<PlatformHealthView>('PlatformHealth').implement({
  fields: (t) => ({
    alarms: t.field({ type: [AlarmRef], resolve: (health) => [...health.alarms] }),
    pool: t.field({ type: [PoolCountRef], resolve: (health) => [...health.pool] }),
    quarantine: t.field({ type: [QuarantinedAccountRef], resolve: (health) => [...health.quarantine] }),
    queues: t.field({ type: [QueueHealthRef], resolve: (health) => [...health.queues] }),
    grades: t.field({ type: [GradeFailureRef], resolve: (health) => [...health.grades] }),
    platforms: t.field({ type: [PlatformViewRef], resolve: (health) => [...health.platforms] }),
    keys: t.field({ type: [ToolKeyRef], resolve: (health) => [...health.keys] }),
    packs: t.field({ type: [PublishedPackRef], resolve: (health) => [...health.packs] }),
    webhooks: t.field({ type: [WebhookHealthRef], resolve: (health) => [...health.webhooks] }),
  }),
});
