import type { Localized } from '@cloudclass/plugin-contract';
import type { AttentionKind } from '../features/insight/attention.ts';
import type { BoardSummary } from '../features/insight/class-board.ts';
import type { NearMissCount, StepInsight, VideoSlice } from '../features/insight/course-insight.ts';
import type { TimelineEntry } from '../features/insight/timeline.ts';
import type { Group } from '../ports/platform-services.ts';
import { builder } from './builder.ts';
import { ActivityEntryRef, GradeViewRef, HelpMessageRef, StepStatus } from './learner-types.ts';
import { CourseRef, LocalizedRef, MoneyRef, PersonRef } from './values.ts';
import type { BoardDifferenceView, BoardRowView, CellView, ClassBoardView, CourseInsightView, GradebookView, ResyncView, TimelineView } from '../pages/views/instructor.ts';
import type { MoneyValue } from '../pages/views/values.ts';

export const BoardLabStatusEnum = builder.enumType('BoardLabStatus', {
  values: {
    NOT_STARTED: { value: 'not-started' },
    STARTING: { value: 'starting' },
    WORKING: { value: 'working' },
    ENDING: { value: 'ending' },
    ENDED: { value: 'ended' },
    FAILED: { value: 'failed' },
  } as const,
});

const AttentionKindEnum = builder.enumType('AttentionKind', {
  values: {
    HAND_RAISED: { value: 'hand-raised' },
    ERROR_STREAK: { value: 'error-streak' },
    STUCK: { value: 'stuck' },
    LAB_FAILED: { value: 'lab-failed' },
    GRADE_REFUSED: { value: 'grade-refused' },
  } as const,
});

const BoardStepRef = builder.objectRef<{ id: string; title: Localized; points: number }>('BoardStep').implement({
  fields: (t) => ({ id: t.exposeID('id'), title: t.field({ type: LocalizedRef, resolve: (step) => step.title }), points: t.exposeInt('points') }),
});

const BoardCellRef = builder.objectRef<CellView>('BoardCell').implement({
  fields: (t) => ({
    stepId: t.exposeID('stepId'),
    status: t.field({ type: StepStatus, resolve: (cell) => cell.status }),
    at: t.field({ type: 'DateTime', nullable: true, resolve: (cell) => cell.at }),
    seconds: t.exposeInt('seconds', { nullable: true }),
    overridden: t.exposeBoolean('overridden'),
  }),
});

const AttentionRef = builder.objectRef<{ kind: AttentionKind; since: Date }>('Attention').implement({
  fields: (t) => ({
    kind: t.field({ type: AttentionKindEnum, resolve: (attention) => attention.kind }),
    since: t.field({ type: 'DateTime', resolve: (attention) => attention.since }),
  }),
});

const BoardRowRef = builder.objectRef<BoardRowView>('BoardRow').implement({
  fields: (t) => ({
    learner: t.field({ type: PersonRef, resolve: (row) => row.learner }),
    groupIds: t.idList({ resolve: (row) => [...row.groupIds] }),
    labStatus: t.field({ type: BoardLabStatusEnum, resolve: (row) => row.labStatus }),
    cells: t.field({ type: [BoardCellRef], resolve: (row) => [...row.cells] }),
    points: t.exposeInt('points'),
    grade: t.field({ type: GradeViewRef, resolve: (row) => row.grade }),
    lastAct: t.field({ type: ActivityEntryRef, nullable: true, resolve: (row) => row.lastAct }),
    errorStreak: t.exposeInt('errorStreak'),
    secondsOnStep: t.exposeInt('secondsOnStep', { description: 'Seconds on the open step.', nullable: true }),
    attention: t.field({ type: AttentionRef, nullable: true, resolve: (row) => row.attention }),
    help: t.field({ type: [HelpMessageRef], resolve: (row) => [...row.help] }),
    spent: t.field({ type: MoneyRef, resolve: (row) => row.spent }),
  }),
});

const BoardSummaryRef = builder.objectRef<BoardSummary & { spent: MoneyValue }>('BoardSummary').implement({
  fields: (t) => ({
    enrolled: t.exposeInt('enrolled'),
    started: t.exposeInt('started'),
    working: t.exposeInt('working'),
    stuck: t.exposeInt('stuck'),
    done: t.exposeInt('done'),
    medianProgress: t.exposeFloat('medianProgress'),
    spent: t.field({ type: MoneyRef, resolve: (summary) => summary.spent }),
  }),
});

const CourseGroupRef = builder.objectRef<Group>('CourseGroup').implement({
  fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name'), set: t.exposeString('set', { description: 'Name of the set it belongs to.', nullable: true }) }),
});

const ResyncStatusEnum = builder.enumType('GradeResyncStatus', {
  values: { ASKED: { value: 'asked' }, DONE: { value: 'done' }, FAILED: { value: 'failed' } } as const,
});

const GradeResyncRef = builder.objectRef<ResyncView>('GradeResync').implement({
  fields: (t) => ({
    status: t.field({ type: ResyncStatusEnum, resolve: (resync) => resync.status }),
    askedAt: t.field({ type: 'DateTime', resolve: (resync) => resync.askedAt }),
    endedAt: t.field({ type: 'DateTime', nullable: true, resolve: (resync) => resync.endedAt }),
    same: t.exposeInt('same', { description: 'Grades that the gradebook had already.' }),
    sent: t.exposeInt('sent', { description: 'Grades that were put on their way again.' }),
    compared: t.exposeBoolean('compared', { description: 'Whether the gradebook could be read; else every grade was sent.' }),
    problem: t.exposeString('problem', { nullable: true }),
  }),
});

const GradebookRef = builder.objectRef<GradebookView>('Gradebook').implement({
  fields: (t) => ({
    sent: t.exposeInt('sent'),
    onTheWay: t.exposeInt('onTheWay'),
    stuck: t.exposeInt('stuck', { description: 'Refused, or with nowhere to go.' }),
    problem: t.exposeString('problem', { description: 'What keeps the course site from taking any grade just now.', nullable: true }),
    resync: t.field({ type: GradeResyncRef, nullable: true, resolve: (gradebook) => gradebook.resync }),
  }),
});

const RosterRef = builder.objectRef<ClassBoardView['roster']>('Roster').implement({
  fields: (t) => ({
    readAt: t.field({ type: 'DateTime', description: 'When the course last said who is in it.', nullable: true, resolve: (roster) => roster.readAt }),
    problem: t.exposeString('problem', { nullable: true }),
  }),
});

export const ClassBoardRef = builder.objectRef<ClassBoardView>('ClassBoard').implement({
  fields: (t) => ({
    course: t.field({ type: CourseRef, resolve: (board) => board.course }),
    activityTitle: t.exposeString('activityTitle'),
    groups: t.field({ description: 'Of the course, as its platform has them.', type: [CourseGroupRef], resolve: (board) => [...board.groups] }),
    steps: t.field({ type: [BoardStepRef], resolve: (board) => [...board.steps] }),
    rows: t.field({ type: [BoardRowRef], resolve: (board) => [...board.rows] }),
    summary: t.field({ type: BoardSummaryRef, resolve: (board) => board.summary }),
    gradebook: t.field({ type: GradebookRef, resolve: (board) => board.gradebook }),
    roster: t.field({ type: RosterRef, resolve: (board) => board.roster }),
  }),
});

const PlacedRowRef = builder.objectRef<BoardDifferenceView['placed'][number]>('PlacedRow').implement({
  fields: (t) => ({
    at: t.exposeInt('at', { description: 'Place on the board as it is now, counted from 0.' }),
    row: t.field({ type: BoardRowRef, resolve: (placed) => placed.row }),
  }),
});

const ClassBoardDifferenceRef = builder.objectRef<BoardDifferenceView>('ClassBoardDifference').implement({
  description: 'What changed since the push before: who left and who is placed is taken out of its rows, then the placed are put in one after another.',
  fields: (t) => ({
    placed: t.field({ description: 'Rows that are new, say something new or stand elsewhere, in ascending order; a clock that runs on is nothing new.', type: [PlacedRowRef], resolve: (difference) => [...difference.placed] }),
    left: t.idList({ description: 'Learners who are not on it any more.', resolve: (difference) => [...difference.left] }),
    summary: t.field({ type: BoardSummaryRef, resolve: (difference) => difference.summary }),
    gradebook: t.field({ type: GradebookRef, resolve: (difference) => difference.gradebook }),
    roster: t.field({ type: RosterRef, resolve: (difference) => difference.roster }),
  }),
});

export const ClassBoardPushRef = builder.unionType('ClassBoardPush', {
  types: [ClassBoardRef, ClassBoardDifferenceRef],
  resolveType: (push) => ('placed' in push ? ClassBoardDifferenceRef : ClassBoardRef),
});

const TimelineKindEnum = builder.enumType('TimelineKind', {
  values: {
    RECORD: { value: 'record' },
    VERDICT: { value: 'verdict' },
    LAB: { value: 'lab' },
    GRADE: { value: 'grade' },
    HELP: { value: 'help' },
    VIDEO: { value: 'video' },
    OVERRIDE: { value: 'override' },
  } as const,
});

const TimelineEntryRef = builder.objectRef<TimelineEntry>('TimelineEntry').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({ type: TimelineKindEnum, resolve: (entry) => entry.kind }),
    at: t.field({ type: 'DateTime', resolve: (entry) => entry.at }),
    what: t.exposeString('what', { description: 'Machine word of what happened, such as CreateBucket, near-miss, ready.' }),
    stepId: t.exposeID('stepId', { nullable: true }),
    detail: t.exposeString('detail', { nullable: true }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
  }),
});

export const TimelineRef = builder.objectRef<TimelineView>('Timeline').implement({
  fields: (t) => ({
    learner: t.field({ type: PersonRef, resolve: (timeline) => timeline.learner }),
    entries: t.field({ type: [TimelineEntryRef], resolve: (timeline) => [...timeline.entries] }),
  }),
});

const NearMissCountRef = builder.objectRef<NearMissCount>('NearMissCount').implement({
  fields: (t) => ({
    path: t.exposeString('path'),
    seen: t.exposeString('seen', { nullable: true }),
    expected: t.exposeString('expected', { nullable: true }),
    personal: t.exposeBoolean('personal', { description: 'What is needed is another for each learner: seen and expected are one example.' }),
    learners: t.exposeInt('learners'),
    times: t.exposeInt('times'),
  }),
});

const StepInsightRef = builder.objectRef<StepInsight & { title: Localized }>('StepInsight').implement({
  fields: (t) => ({
    stepId: t.exposeID('stepId'),
    title: t.field({ type: LocalizedRef, resolve: (step) => step.title }),
    started: t.exposeInt('started'),
    passed: t.exposeInt('passed'),
    medianSeconds: t.exposeFloat('medianSeconds', { nullable: true }),
    nearMisses: t.field({ type: [NearMissCountRef], resolve: (step) => [...step.nearMisses] }),
  }),
});

const VideoSliceRef = builder.objectRef<VideoSlice>('VideoSlice').implement({
  fields: (t) => ({ fromSeconds: t.exposeFloat('fromSeconds'), toSeconds: t.exposeFloat('toSeconds'), watched: t.exposeInt('watched') }),
});

export const CourseInsightRef = builder.objectRef<CourseInsightView>('CourseInsight').implement({
  fields: (t) => ({
    asOf: t.field({ description: 'Newest event the warehouse has answered from.', type: 'DateTime', nullable: true, resolve: (insight) => insight.asOf }),
    steps: t.field({ type: [StepInsightRef], resolve: (insight) => [...insight.steps] }),
    video: t.field({ description: 'How many viewings covered each slice of the video.', type: [VideoSliceRef], resolve: (insight) => [...insight.video] }),
  }),
});
