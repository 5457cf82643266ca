import { builder } from './builder.ts';
import { Language, LocalizedRef, MoneyRef, PersonRef } from './values.ts';
import type { ActivityView, CreditSummary, ExplanationView, GradeSummary, HelpMessageView, LabPageView, LabResourceView, LabStateView, LabWarningView, LabWaitingView, PackResourceView, PackView, StepView, VideoSummary } from '../pages/views/learner.ts';

const PackResourceRef = builder.objectRef<PackResourceView>('PackResource').implement({
  fields: (t) => ({
    logicalId: t.exposeString('logicalId'),
    type: t.exposeString('type'),
    purpose: t.field({ type: LocalizedRef, resolve: (resource) => resource.purpose }),
    dependsOn: t.stringList({ resolve: (resource) => [...resource.dependsOn] }),
  }),
});

export const PackRef = builder.objectRef<PackView>('Pack').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeString('version'),
    title: t.field({ type: LocalizedRef, resolve: (pack) => pack.title }),
    summary: t.field({ type: LocalizedRef, resolve: (pack) => pack.summary }),
    introduction: t.field({ description: 'Markdown.', type: LocalizedRef, resolve: (pack) => pack.introduction }),
    usualMinutes: t.exposeInt('usualMinutes'),
    limitMinutes: t.exposeInt('limitMinutes'),
    regions: t.stringList({ resolve: (pack) => [...pack.regions] }),
    services: t.stringList({ resolve: (pack) => [...pack.services] }),
    points: t.exposeInt('points'),
    resources: t.field({ type: [PackResourceRef], resolve: (pack) => [...pack.resources] }),
  }),
});

export const EndReasonEnum = builder.enumType('EndReason', {
  values: {
    LEARNER: { value: 'learner' },
    TIME_LIMIT: { value: 'time-limit' },
    CREDIT: { value: 'credit' },
    INSTRUCTOR: { value: 'instructor' },
    OPERATOR: { value: 'operator' },
    CANCELLED: { value: 'cancelled' },
  } as const,
});

const ResourceStatus = builder.enumType('ResourceStatus', {
  values: {
    WAITING: { value: 'waiting' },
    CREATING: { value: 'creating' },
    READY: { value: 'ready' },
    FAILED: { value: 'failed' },
    DELETING: { value: 'deleting' },
    DELETED: { value: 'deleted' },
  } as const,
});

const LabResourceRef = builder.objectRef<LabResourceView>('LabResource').implement({
  fields: (t) => ({
    logicalId: t.exposeString('logicalId'),
    type: t.exposeString('type'),
    status: t.field({ type: ResourceStatus, resolve: (resource) => resource.status }),
    purpose: t.field({ type: LocalizedRef, resolve: (resource) => resource.purpose }),
    physicalId: t.exposeString('physicalId', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
  }),
});

const LabOutputRef = builder.objectRef<{ name: string; value: string }>('LabOutput').implement({
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
});

const LabWarningCode = builder.enumType('LabWarningCode', { values: { TIME_LOW: { value: 'time-low' }, CREDIT_LOW: { value: 'credit-low' } } as const });
const LabWarningRef = builder.objectRef<LabWarningView>('LabWarning').implement({
  fields: (t) => ({
    code: t.field({ type: LabWarningCode, resolve: (warning) => warning.code }),
    at: t.field({ type: 'DateTime', resolve: (warning) => warning.at }),
  }),
});

type StateOf<Kind extends LabStateView['kind']> = Extract<LabStateView, { kind: Kind }>;

const LabNotStarted = builder.objectRef<StateOf<'not-started'>>('LabNotStarted').implement({
  fields: (t) => ({
    needs: t.field({ description: 'How much credit starting needs to be held.', type: MoneyRef, resolve: (state) => state.needs }),
    blockedBy: t.exposeString('blockedBy', { description: 'Null when the lab may be started; else the code of what is in the way.', nullable: true }),
  }),
});
const LabWaitingRef = builder.objectRef<LabWaitingView>('LabWaiting').implement({
  fields: (t) => ({
    code: t.exposeString('code'),
    since: t.field({ type: 'DateTime', resolve: (waiting) => waiting.since }),
    ahead: t.exposeInt('ahead', { description: 'How many labs wait since before this one.' }),
  }),
});
const LabStarting = builder.objectRef<StateOf<'starting'>>('LabStarting').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    startedAt: t.field({ type: 'DateTime', resolve: (state) => state.startedAt }),
    resources: t.field({ type: [LabResourceRef], resolve: (state) => [...state.resources] }),
    done: t.int({ resolve: (state) => state.resources.filter((resource) => resource.status === 'ready').length }),
    total: t.int({ resolve: (state) => state.resources.length }),
    usualSeconds: t.exposeInt('usualSeconds'),
    waiting: t.field({ description: 'Null when the lab is being built; else why it does not begin yet.', type: LabWaitingRef, nullable: true, resolve: (state) => state.waiting }),
  }),
});
const LabReady = builder.objectRef<StateOf<'ready'>>('LabReady').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    accountId: t.exposeString('accountId'),
    region: t.exposeString('region'),
    readyAt: t.field({ type: 'DateTime', resolve: (state) => state.readyAt }),
    endsAt: t.field({ type: 'DateTime', resolve: (state) => state.endsAt }),
    canExtend: t.exposeBoolean('canExtend'),
    resources: t.field({ type: [LabResourceRef], resolve: (state) => [...state.resources] }),
    outputs: t.field({ type: [LabOutputRef], resolve: (state) => Object.entries(state.outputs).map(([name, value]) => ({ name, value })) }),
    warnings: t.field({ type: [LabWarningRef], resolve: (state) => [...state.warnings] }),
  }),
});
const LabEnding = builder.objectRef<StateOf<'ending'>>('LabEnding').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    reason: t.field({ type: EndReasonEnum, resolve: (state) => state.reason }),
    since: t.field({ type: 'DateTime', resolve: (state) => state.since }),
    resources: t.field({ type: [LabResourceRef], resolve: (state) => [...state.resources] }),
  }),
});
const LabEnded = builder.objectRef<StateOf<'ended'>>('LabEnded').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    reason: t.field({ type: EndReasonEnum, resolve: (state) => state.reason }),
    endedAt: t.field({ type: 'DateTime', resolve: (state) => state.endedAt }),
    cost: t.field({ type: MoneyRef, resolve: (state) => state.cost }),
    minutes: t.exposeInt('minutes'),
    canStartAgain: t.exposeBoolean('canStartAgain'),
  }),
});
const LabFailed = builder.objectRef<StateOf<'failed'>>('LabFailed').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    failedAt: t.field({ type: 'DateTime', resolve: (state) => state.failedAt }),
    what: t.exposeString('what', { description: 'What failed, for instance the logical id of a resource.' }),
    why: t.exposeString('why', { description: "Why, in AWS's words." }),
    correlationId: t.exposeString('correlationId'),
    canTryAgain: t.exposeBoolean('canTryAgain'),
  }),
});

const stateTypes = { 'not-started': LabNotStarted, starting: LabStarting, ready: LabReady, ending: LabEnding, ended: LabEnded, failed: LabFailed } as const;

const LabState = builder.unionType('LabState', {
  types: Object.values(stateTypes),
  resolveType: (state) => stateTypes[state.kind],
});

export const StepStatus = builder.enumType('StepStatus', {
  values: {
    TODO: { value: 'todo' },
    SEEN: { value: 'seen' },
    NEAR_MISS: { value: 'near-miss' },
    FORBIDDEN: { value: 'forbidden' },
    HELD: { value: 'held' },
    PASSED: { value: 'passed' },
  } as const,
});

export const ActivityEntryRef = builder.objectRef<ActivityView>('ActivityEntry').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    eventName: t.exposeString('eventName'),
    eventSource: t.exposeString('eventSource'),
    region: t.exposeString('region'),
    at: t.field({ type: 'DateTime', resolve: (entry) => entry.at }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    via: t.exposeString('via', { description: 'Which way it came: event stream, trail, look-up.' }),
  }),
});

const ExplanationRef = builder.objectRef<ExplanationView>('Explanation').implement({
  fields: (t) => ({
    eventName: t.exposeString('eventName'),
    eventTime: t.field({ type: 'DateTime', resolve: (explanation) => explanation.eventTime }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    path: t.exposeString('path', { description: 'Dotted path of the first clause that differs.', nullable: true }),
    seen: t.exposeString('seen', { description: 'JSON.', nullable: true }),
    expected: t.exposeString('expected', { description: 'JSON; null when the author keeps it secret.', nullable: true }),
    hint: t.field({ type: LocalizedRef, nullable: true, resolve: (explanation) => explanation.hint }),
  }),
});

const StepOverrideRef = builder.objectRef<{ by: string; reason: string; at: Date }>('StepOverride').implement({
  fields: (t) => ({ by: t.exposeString('by'), reason: t.exposeString('reason'), at: t.field({ type: 'DateTime', resolve: (override) => override.at }) }),
});

const LabStepRef = builder.objectRef<StepView>('LabStep').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    title: t.field({ type: LocalizedRef, resolve: (step) => step.title }),
    points: t.exposeInt('points'),
    guide: t.field({ description: 'Markdown.', type: LocalizedRef, resolve: (step) => step.guide }),
    status: t.field({ type: StepStatus, resolve: (step) => step.status }),
    at: t.field({ description: 'When the status was reached: time of the record, not of its arrival.', type: 'DateTime', nullable: true, resolve: (step) => step.at }),
    seen: t.exposeInt('seen', { nullable: true }),
    needed: t.exposeInt('needed', { nullable: true }),
    explanation: t.field({ type: ExplanationRef, nullable: true, resolve: (step) => step.explanation }),
    lastSeen: t.field({ description: 'The call that was seen last for this step.', type: ActivityEntryRef, nullable: true, resolve: (step) => step.lastSeen }),
    hintsRevealed: t.field({ type: [LocalizedRef], resolve: (step) => [...step.hintsRevealed] }),
    hintsLeft: t.exposeInt('hintsLeft'),
    override: t.field({ description: 'Set when an instructor changed the outcome.', type: StepOverrideRef, nullable: true, resolve: (step) => step.override }),
  }),
});

const CreditViewRef = builder.objectRef<CreditSummary>('CreditView').implement({
  fields: (t) => ({
    granted: t.field({ type: MoneyRef, resolve: (credit) => credit.granted }),
    available: t.field({ type: MoneyRef, resolve: (credit) => credit.available }),
    held: t.field({ type: MoneyRef, resolve: (credit) => credit.held }),
    spent: t.field({ type: MoneyRef, resolve: (credit) => credit.spent }),
    hourlyRate: t.field({ description: 'What the lab costs for an hour at the price in force.', type: MoneyRef, resolve: (credit) => credit.hourlyRate }),
    minutesLeft: t.exposeInt('minutesLeft', { description: 'How long the credit lasts at this rate.', nullable: true }),
  }),
});

export const GradeStatus = builder.enumType('GradeStatus', {
  values: {
    NONE: { value: 'none' },
    WAITING: { value: 'waiting' },
    SENDING: { value: 'sending' },
    SENT: { value: 'sent' },
    RETRYING: { value: 'retrying' },
    REFUSED: { value: 'refused' },
    UNAVAILABLE: { value: 'unavailable' },
  } as const,
});

export const GradeViewRef = builder.objectRef<GradeSummary>('GradeView').implement({
  fields: (t) => ({
    points: t.exposeInt('points'),
    maximum: t.exposeInt('maximum'),
    status: t.field({ type: GradeStatus, resolve: (grade) => grade.status }),
    sentAt: t.field({ type: 'DateTime', nullable: true, resolve: (grade) => grade.sentAt }),
    problem: t.exposeString('problem', { description: 'Why it waits or was refused, and the code to tell the helpdesk.', nullable: true }),
    attempts: t.exposeInt('attempts'),
    nextAttemptAt: t.field({ type: 'DateTime', nullable: true, resolve: (grade) => grade.nextAttemptAt }),
  }),
});

const VideoCaptionRef = builder.objectRef<VideoSummary['captions'][number]>('VideoCaption').implement({
  fields: (t) => ({ language: t.field({ type: Language, resolve: (caption) => caption.language }), url: t.exposeString('url') }),
});
const VideoChapterRef = builder.objectRef<VideoSummary['chapters'][number]>('VideoChapter').implement({
  fields: (t) => ({
    startSeconds: t.exposeFloat('startSeconds'),
    title: t.field({ type: LocalizedRef, resolve: (chapter) => chapter.title }),
    stepId: t.exposeID('stepId', { nullable: true }),
  }),
});
export const VideoRef = builder.objectRef<VideoSummary>('Video').implement({
  fields: (t) => ({
    title: t.field({ type: LocalizedRef, resolve: (video) => video.title }),
    durationSeconds: t.exposeFloat('durationSeconds'),
    playlistUrl: t.exposeString('playlistUrl', { description: 'Signed HLS playlist.' }),
    posterUrl: t.exposeString('posterUrl', { nullable: true }),
    captions: t.field({ type: [VideoCaptionRef], resolve: (video) => [...video.captions] }),
    chapters: t.field({ type: [VideoChapterRef], resolve: (video) => [...video.chapters] }),
    resumeAtSeconds: t.exposeFloat('resumeAtSeconds'),
  }),
});

export const HelpMessageRef = builder.objectRef<HelpMessageView>('HelpMessage').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    fromLearner: t.exposeBoolean('fromLearner'),
    author: t.exposeString('author'),
    text: t.exposeString('text'),
    at: t.field({ type: 'DateTime', resolve: (message) => message.at }),
    open: t.exposeBoolean('open'),
  }),
});

export const LabPageRef = builder.objectRef<LabPageView>('LabPage').implement({
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The activity × learner this page is about.' }),
    learner: t.field({ type: PersonRef, resolve: (page) => page.learner }),
    pack: t.field({ type: PackRef, resolve: (page) => page.pack }),
    steps: t.field({ type: [LabStepRef], resolve: (page) => [...page.steps] }),
    state: t.field({ type: LabState, resolve: (page) => page.state }),
    credit: t.field({ type: CreditViewRef, resolve: (page) => page.credit }),
    grade: t.field({ type: GradeViewRef, resolve: (page) => page.grade }),
    video: t.field({ type: VideoRef, nullable: true, resolve: (page) => page.video }),
    help: t.field({ type: [HelpMessageRef], resolve: (page) => [...page.help] }),
    recentActivity: t.field({ description: "The learner's records in words, newest first.", type: [ActivityEntryRef], resolve: (page) => [...page.recentActivity] }),
  }),
});
