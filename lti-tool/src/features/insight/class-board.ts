import { earnsPoints, type StepId, type VerdictStatus } from '@cloudclass/plugin-contract';
import { attentionKinds, attentionOf, type Attention, type AttentionKind } from './attention.ts';
import type { LearnerFacts } from './class-board-store.ts';

/** A column of the board. */
export interface BoardStep {
  readonly id: StepId;
  readonly points: number;
}

/** One learner at one step. */
export interface BoardCell {
  readonly stepId: StepId;
  readonly status: VerdictStatus;
  readonly at: Date | null;
  /** Time the step took, or has taken so far when it is the open one, in seconds. */
  readonly seconds: number | null;
  readonly overridden: boolean;
}

export type BoardLabStatus = 'not-started' | 'starting' | 'working' | 'ending' | 'ended' | 'failed';

export interface BoardRow {
  readonly learner: { readonly id: LearnerFacts['person_id']; readonly name: string | null };
  readonly labId: string | null;
  readonly labStatus: BoardLabStatus;
  readonly cells: readonly BoardCell[];
  readonly points: number;
  readonly lastRecord: LearnerFacts['last_record'];
  readonly errorStreak: number;
  /** The first step that is not done, and since when it is the open one; null when no lab runs or all is done. */
  readonly open: { readonly stepId: StepId; readonly since: Date } | null;
  readonly secondsOnStep: number | null;
  readonly attention: Attention | null;
}

export interface BoardSummary {
  readonly enrolled: number;
  readonly started: number;
  readonly working: number;
  readonly stuck: number;
  readonly done: number;
  /** Median share of the points reached by those who started, 0 to 1. */
  readonly medianProgress: number;
}

const labStatuses: Record<NonNullable<LearnerFacts['lab_status']>, BoardLabStatus> = {
  requested: 'starting',
  provisioning: 'starting',
  ready: 'working',
  ending: 'ending',
  ended: 'ended',
  failed: 'failed',
};

interface Progress {
  readonly facts: LearnerFacts;
  readonly cells: readonly BoardCell[];
  readonly open: BoardRow['open'];
}

/**
 * The class at a glance: who needs attention first.
 * @param gradeRefused when the LMS refused a learner's grade, by person id
 */
export function classBoard(steps: readonly BoardStep[], learners: readonly LearnerFacts[], now: Date, gradeRefused: ReadonlyMap<string, Date>): BoardRow[] {
  const progress = learners.map((facts) => progressOf(steps, facts, now));
  const medians = medianSeconds(steps, progress);
  return progress
    .map((one) => rowOf(one, { steps, now, medians, gradeRefusedAt: gradeRefused.get(one.facts.person_id) ?? null }))
    .toSorted(byAttention);
}

function progressOf(steps: readonly BoardStep[], facts: LearnerFacts, now: Date): Progress {
  const verdicts = new Map(facts.verdicts.map((entry) => [entry.stepId, entry]));
  const overrides = new Map(facts.overrides.map((entry) => [entry.stepId, entry]));
  const working = facts.lab_status === 'ready';
  const done: Date[] = [];
  let open: Progress['open'] = null;
  const cells = steps.map(({ id }): BoardCell => {
    const { status, passed, at, overridden } = outcomeOf(verdicts.get(id) ?? { status: 'todo', at: null }, overrides.get(id));
    const began = latest(facts.ready_at, done);
    if (passed && at !== null) done.push(at);
    if (!passed && open === null && began !== null && working) open = { stepId: id, since: began };
    const until = passed ? at : open?.stepId === id ? now : null;
    return { stepId: id, status, at, seconds: secondsBetween(began, until), overridden };
  });
  return { facts, cells, open };
}

/** Work on a step begins when the lab is ready, or when the last of the steps before it was done. */
function latest(readyAt: Date | null, done: readonly Date[]): Date | null {
  return readyAt === null ? null : done.reduce((last, at) => (at > last ? at : last), readyAt);
}

interface Outcome { readonly status: VerdictStatus; readonly passed: boolean; readonly at: Date | null; readonly overridden: boolean }

/** An instructor's word stands above the verdict. */
function outcomeOf({ status, at }: Pick<LearnerFacts['verdicts'][number], 'status' | 'at'>, override: LearnerFacts['overrides'][number] | undefined): Outcome {
  if (override !== undefined) return { status: override.passed ? 'passed' : 'todo', passed: override.passed, at: override.at, overridden: true };
  return { status, passed: earnsPoints({ status }), at, overridden: false };
}

function secondsBetween(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}

const isDone = (cell: BoardCell): boolean => cell.status === 'passed' || cell.status === 'held';

function medianSeconds(steps: readonly BoardStep[], progress: readonly Progress[]): ReadonlyMap<StepId, number> {
  const medians = steps.map(({ id }) => {
    const times = progress.flatMap(({ cells }) => cells.filter((cell) => cell.stepId === id && isDone(cell)).map((cell) => cell.seconds ?? 0));
    return [id, median(times)] as const;
  });
  return new Map(medians.filter((entry): entry is [StepId, number] => entry[1] !== null));
}

/** The middle of the values; null when there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

interface RowContext {
  readonly steps: readonly BoardStep[];
  readonly now: Date;
  readonly medians: ReadonlyMap<StepId, number>;
  readonly gradeRefusedAt: Date | null;
}

function rowOf({ facts, cells, open }: Progress, { steps, now, medians, gradeRefusedAt }: RowContext): BoardRow {
  const pointsOf = new Map(steps.map((step) => [step.id, step.points]));
  return {
    learner: { id: facts.person_id, name: facts.name },
    labId: facts.lab_id,
    labStatus: facts.lab_status === null ? 'not-started' : labStatuses[facts.lab_status],
    cells,
    points: cells.filter(isDone).reduce((sum, cell) => sum + (pointsOf.get(cell.stepId) ?? 0), 0),
    lastRecord: facts.last_record,
    errorStreak: facts.error_streak,
    open,
    secondsOnStep: secondsBetween(open?.since ?? null, now),
    attention: attentionOf({
      now,
      handRaisedAt: facts.hand_raised_at,
      labFailedAt: facts.lab_status === 'failed' ? facts.ended_at ?? facts.requested_at : null,
      errorStreak: facts.error_streak,
      lastErrorAt: facts.last_error_at,
      stepSince: open?.since ?? null,
      medianSecondsOnStep: open === null ? null : medians.get(open.stepId) ?? null,
      gradeRefusedAt,
      dismissed: dismissalsOf(facts),
    }),
  };
}

function dismissalsOf(facts: LearnerFacts): ReadonlyMap<AttentionKind, Date> {
  return new Map(attentionKinds.flatMap((kind) => facts.dismissals.filter((entry) => entry.kind === kind).map((entry) => [kind, entry.at] as const)));
}

/** Most urgent kind first, longest waiting first within it; the rest keep the order of their names. */
function byAttention(a: BoardRow, b: BoardRow): number {
  const urgency = (row: BoardRow): number => (row.attention === null ? attentionKinds.length : attentionKinds.indexOf(row.attention.kind));
  return urgency(a) - urgency(b) || (a.attention?.since.getTime() ?? 0) - (b.attention?.since.getTime() ?? 0);
}

/** The strip above the board. */
export function boardSummary(steps: readonly BoardStep[], rows: readonly BoardRow[]): BoardSummary {
  const total = steps.reduce((sum, step) => sum + step.points, 0);
  const started = rows.filter((row) => row.labStatus !== 'not-started');
  return {
    enrolled: rows.length,
    started: started.length,
    working: rows.filter((row) => row.labStatus === 'working').length,
    stuck: rows.filter((row) => row.attention?.kind === 'stuck' || row.attention?.kind === 'error-streak').length,
    done: rows.filter((row) => row.cells.length > 0 && row.cells.every(isDone)).length,
    medianProgress: total === 0 ? 0 : (median(started.map((row) => row.points)) ?? 0) / total,
  };
}
