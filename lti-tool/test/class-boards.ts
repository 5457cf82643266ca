import type { BoardRowView, CellView, ClassBoardView } from '../src/pages/views/instructor.ts';

const STEPS = ['create-bucket', 'upload-index'];
/** So many minutes after ten o'clock. */
export const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 27, 10, minute));
const krw = (amount: bigint) => ({ amount, currency: 'KRW' }) as const;
export const cell = (stepId: string, more: Partial<CellView> = {}): CellView => ({ stepId, status: 'todo', at: null, seconds: null, overridden: false, ...more });

/** A learner who has not begun. */
export const row = (id: string, more: Partial<BoardRowView> = {}): BoardRowView => ({
  learner: { id, name: id }, groupIds: [], labStatus: 'not-started', cells: STEPS.map((stepId) => cell(stepId)), points: 0, lastAct: null, errorStreak: 0, open: null,
  secondsOnStep: null, attention: null, help: [], spent: krw(0n), grade: { points: 0, maximum: 50, status: 'none', sentAt: null, problem: null, attempts: 0, nextAttemptAt: null }, ...more,
});

/** At work on the first step since ten o'clock, so many seconds long by now. */
export const working = (id: string, seconds: number, more: Partial<BoardRowView> = {}): BoardRowView =>
  row(id, { labStatus: 'working', cells: STEPS.map((stepId, step) => cell(stepId, step === 0 ? { seconds } : {})), open: { stepId: 'create-bucket', since: at(0) }, secondsOnStep: seconds, ...more });

export const board = (rows: readonly BoardRowView[], more: Partial<ClassBoardView> = {}): ClassBoardView => ({
  course: { id: 'course', title: 'Clouds', unit: null }, activityTitle: 'Lab 3', groups: [], steps: STEPS.map((id) => ({ id, title: { ko: id, en: id }, points: 10 })), rows,
  summary: { enrolled: rows.length, started: 0, working: 0, stuck: 0, done: 0, medianProgress: 0, spent: krw(0n) },
  gradebook: { sent: 0, onTheWay: 0, stuck: 0, problem: null, resync: null }, roster: { readAt: null, problem: null }, ...more,
});
