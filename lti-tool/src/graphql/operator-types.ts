import { builder } from './builder.ts';
import { GradeStatus } from './learner-types.ts';
import { InstitutionRef, LocalizedRef, PersonRef } from './values.ts';
import type { AccountFailureView, AccountsComingView, AlarmView, CheckItemView, FindingView, GradeFailureView, InviteView, MadeInviteView, PlatformCheckView, PlatformHealthView, PlatformSummary, PoolCountView, PublishedPackView, QuarantineView, QueueView, ToolKeyView, ToolSettingsView, WebhookView } from '../pages/views/operator.ts';

const Health = builder.enumType('Health', {
  values: { GOOD: { value: 'good' }, DEGRADED: { value: 'degraded' }, BAD: { value: 'bad' }, UNKNOWN: { value: 'unknown' } } as const,
});

const AlarmRef = builder.objectRef<AlarmView>('Alarm').implement({
  fields: (t) => ({
    code: t.exposeString('code'),
    since: t.field({ type: 'DateTime', resolve: (alarm) => alarm.since }),
    detail: t.exposeString('detail', { description: 'What it is about: a queue, a code, an institution.' }),
    count: t.exposeInt('count', { description: 'How many jobs, grades, accounts or reports.', nullable: true }),
    health: t.field({ type: Health, resolve: (alarm) => alarm.health }),
  }),
});

const AccountStatus = builder.enumType('AccountStatus', {
  values: {
    AVAILABLE: { value: 'available' },
    LEASED: { value: 'leased' },
    FROZEN: { value: 'frozen' },
    CLEANING: { value: 'cleaning' },
    QUARANTINE: { value: 'quarantine' },
  } as const,
});

const PoolCountRef = builder.objectRef<PoolCountView>('PoolCount').implement({
  fields: (t) => ({ status: t.field({ type: AccountStatus, resolve: (entry) => entry.status }), count: t.exposeInt('count') }),
});

const AccountFailureRef = builder.objectRef<AccountFailureView>('AccountFailure').implement({
  fields: (t) => ({
    code: t.string({ resolve: (failure) => failure.problem }),
    reason: t.exposeString('reason', { description: 'What AWS said.' }),
    count: t.exposeInt('count', { description: 'How many accounts it keeps from being made.' }),
    since: t.field({ type: 'DateTime', resolve: (failure) => failure.since }),
    tryAt: t.field({ type: 'DateTime', description: 'When AWS is asked again.', resolve: (failure) => failure.tryAt }),
  }),
});

const AccountsComingRef = builder.objectRef<AccountsComingView>('AccountsComing').implement({
  description: 'Accounts on their way into the pool.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'All of them, those that fail among them.' }),
    failures: t.field({ type: [AccountFailureRef], resolve: (coming) => [...coming.failures] }),
  }),
});

const QuarantinedAccountRef = builder.objectRef<QuarantineView>('QuarantinedAccount').implement({
  fields: (t) => ({
    accountId: t.exposeID('accountId'),
    cause: t.exposeString('cause', { nullable: true, description: '`things-left`, `stack-kept`, `stack-slow` or `aws`; null where the reason is a sentence of an older server.' }),
    reason: t.exposeString('reason', { description: 'What is left, or what AWS said.' }),
    since: t.field({ type: 'DateTime', resolve: (account) => account.since }),
  }),
});

const QueueHealthRef = builder.objectRef<QueueView>('QueueHealth').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    waiting: t.exposeInt('waiting'),
    failed: t.exposeInt('failed'),
    oldestSeconds: t.exposeFloat('oldestSeconds', { nullable: true }),
  }),
});

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

const PlatformTroubleRef = builder.objectRef<NonNullable<PlatformSummary['trouble']>>('PlatformTrouble').implement({
  fields: (t) => ({
    problem: t.exposeString('problem'),
    since: t.field({ type: 'DateTime', nullable: true, resolve: (trouble) => trouble.since }),
    heldUntil: t.field({ type: 'DateTime', description: 'No grade is sent before.', nullable: true, resolve: (trouble) => trouble.heldUntil }),
    waiting: t.exposeInt('waiting', { description: 'Grades that wait for it.' }),
  }),
});

const PlatformState = builder.enumType('PlatformState', { values: { PENDING: { value: 'pending' }, ACTIVE: { value: 'active' } } as const });

const CheckOutcome = builder.enumType('CheckOutcome', { values: { OK: { value: 'ok' }, FAILED: { value: 'failed' }, SKIPPED: { value: 'skipped' } } as const });

const CheckFindingRef = builder.objectRef<FindingView>('CheckFinding').implement({
  description: 'What a part of a check saw, by a name and its values.',
  fields: (t) => ({
    kind: t.exposeString('kind'),
    url: t.string({ nullable: true, resolve: ({ url }) => url }),
    count: t.int({ nullable: true, resolve: ({ count }) => count }),
    status: t.int({ nullable: true, resolve: ({ status }) => status }),
    seconds: t.int({ description: 'Of a clock: how far it is ahead, negative when it is behind.', nullable: true, resolve: ({ seconds }) => seconds === undefined ? undefined : Math.round(seconds) }),
    until: t.field({ type: 'DateTime', nullable: true, resolve: ({ until }) => until }),
    types: t.stringList({ resolve: ({ types }) => [...(types ?? [])] }),
  }),
});

const CheckItemRef = builder.objectRef<CheckItemView>('CheckItem').implement({
  fields: (t) => ({
    part: t.exposeString('part'),
    outcome: t.field({ type: CheckOutcome, resolve: (item) => item.outcome }),
    code: t.exposeString('code', { nullable: true }),
    finding: t.field({ type: CheckFindingRef, nullable: true, resolve: (item) => item.finding }),
    detail: t.exposeString('detail', { description: 'Words of the LMS or of the network, as they came.' }),
  }),
});

const PlatformCheckRef = builder.objectRef<PlatformCheckView>('PlatformCheck').implement({
  fields: (t) => ({
    at: t.field({ type: 'DateTime', resolve: (check) => check.at }),
    items: t.field({ type: [CheckItemRef], resolve: (check) => [...check.items] }),
  }),
});

const PlatformViewRef = builder.objectRef<PlatformSummary>('PlatformView').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (platform) => platform.institution }),
    issuer: t.exposeString('issuer'),
    clientId: t.exposeString('clientId'),
    deployments: t.stringList({ resolve: (platform) => [...platform.deployments] }),
    product: t.exposeString('product', { nullable: true }),
    health: t.field({ type: Health, resolve: (platform) => platform.health }),
    state: t.field({ type: PlatformState, resolve: (platform) => platform.state }),
    lastLaunchAt: t.field({ type: 'DateTime', nullable: true, resolve: (platform) => platform.lastLaunchAt }),
    check: t.field({ type: PlatformCheckRef, nullable: true, resolve: (platform) => platform.check }),
    trouble: t.field({ type: PlatformTroubleRef, nullable: true, resolve: (platform) => platform.trouble }),
    missingScopes: t.stringList({ description: 'Rights its administrator should grant.', resolve: (platform) => [...platform.missingScopes] }),
  }),
});

const InviteStatus = builder.enumType('InviteStatus', {
  values: {
    OPEN: { value: 'open' },
    REGISTERING: { value: 'registering' },
    INTERRUPTED: { value: 'interrupted' },
    REGISTERED: { value: 'registered' },
    REFUSED: { value: 'refused' },
    EXPIRED: { value: 'expired' },
    REVOKED: { value: 'revoked' },
  } as const,
});

const InviteRef = builder.objectRef<InviteView>('Invite').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (invite) => invite.institution }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.field({ type: 'DateTime', resolve: (invite) => invite.createdAt }),
    expiresAt: t.field({ type: 'DateTime', resolve: (invite) => invite.expiresAt }),
    status: t.field({ type: InviteStatus, resolve: (invite) => invite.status }),
    issuer: t.exposeString('issuer', { nullable: true }),
    code: t.exposeString('code', { nullable: true }),
    detail: t.exposeString('detail', { nullable: true }),
  }),
});

const ToolSettingsRef = builder.objectRef<ToolSettingsView>('ToolSettings').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    domain: t.exposeString('domain'),
    loginUrl: t.exposeString('loginUrl'),
    launchUrl: t.exposeString('launchUrl'),
    keysUrl: t.exposeString('keysUrl'),
    iconUrl: t.exposeString('iconUrl'),
    canvasKey: t.exposeString('canvasKey'),
  }),
});

const ToolKeyRef = builder.objectRef<ToolKeyView>('ToolKey').implement({
  fields: (t) => ({
    kid: t.exposeID('kid'),
    createdAt: t.field({ type: 'DateTime', resolve: (key) => key.createdAt }),
    active: t.exposeBoolean('active'),
    ageDays: t.exposeInt('ageDays'),
  }),
});

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

const WebhookHealthRef = builder.objectRef<WebhookView>('WebhookHealth').implement({
  fields: (t) => ({
    direction: t.exposeString('direction'),
    waiting: t.exposeInt('waiting'),
    failed: t.exposeInt('failed'),
    lastAt: t.field({ type: 'DateTime', nullable: true, resolve: (webhook) => webhook.lastAt }),
  }),
});

export const PlatformHealthRef = builder.objectRef<PlatformHealthView>('PlatformHealth').implement({
  fields: (t) => ({
    alarms: t.field({ type: [AlarmRef], resolve: (health) => [...health.alarms] }),
    pool: t.field({ type: [PoolCountRef], resolve: (health) => [...health.pool] }),
    coming: t.field({ type: AccountsComingRef, resolve: (health) => health.coming }),
    quarantine: t.field({ type: [QuarantinedAccountRef], resolve: (health) => [...health.quarantine] }),
    queues: t.field({ type: [QueueHealthRef], resolve: (health) => [...health.queues] }),
    grades: t.field({ type: [GradeFailureRef], resolve: (health) => [...health.grades] }),
    platforms: t.field({ type: [PlatformViewRef], resolve: (health) => [...health.platforms] }),
    invites: t.field({ type: [InviteRef], resolve: (health) => [...health.invites] }),
    settings: t.field({ type: ToolSettingsRef, resolve: (health) => health.settings }),
    keys: t.field({ type: [ToolKeyRef], resolve: (health) => [...health.keys] }),
    packs: t.field({ type: [PublishedPackRef], resolve: (health) => [...health.packs] }),
    webhooks: t.field({ type: [WebhookHealthRef], resolve: (health) => [...health.webhooks] }),
  }),
});

export const MadeInviteRef = builder.objectRef<MadeInviteView>('MadeInvite').implement({
  description: 'A new invite. Its link is shown here and never again.',
  fields: (t) => ({
    link: t.exposeString('link'),
    expiresAt: t.field({ type: 'DateTime', resolve: (made) => made.expiresAt }),
    health: t.field({ type: PlatformHealthRef, resolve: (made) => made.health }),
  }),
});
