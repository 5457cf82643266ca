import { describe, expect, test } from '@jest/globals';
import { stepIdSchema } from '@cloudclass/plugin-contract';
import { personIdSchema } from '../../domain/ids.ts';
import { boardSummary, classBoard, median } from './class-board.ts';
import type { LearnerFacts } from './class-board-store.ts';

const now = new Date('2026-11-24T10:30:00Z');
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 10, minute));
const first = { id: stepIdSchema.parse('create-bucket'), points: 40 };
const second = { id: stepIdSchema.parse('enable-versioning'), points: 60 };
const steps = [first, second];

function learner(name: string, facts: Partial<LearnerFacts> = {}): LearnerFacts {
  const digit = String(name.length % 10);
  return {
    person_id: personIdSchema.parse(`0000000${digit}-0000-4000-8000-${Buffer.from(name.padEnd(6, '_').slice(0, 6)).toString('hex')}`),
    name, lab_id: null, account_id: null, lab_status: null, requested_at: null, ready_at: null, ended_at: null, verdicts: [], overrides: [],
    last_record: null, error_streak: 0, last_error_at: null, hand_raised_at: null, dismissals: [], ...facts,
  };
}

const working = (name: string, readyMinute: number, facts: Partial<LearnerFacts> = {}): LearnerFacts =>
  learner(name, { lab_id: 'x', lab_status: 'ready', requested_at: at(readyMinute), ready_at: at(readyMinute), ...facts });

const passedAt = (minute: number): LearnerFacts['verdicts'][number] =>
  ({ stepId: first.id, status: 'passed', at: at(minute) });

const board = (...learners: LearnerFacts[]) => classBoard(steps, learners, now, new Map());

describe('class board', () => {
  test('a passed step shows the time it took, the open step the time so far', () => {
    const [row] = board(working('Kim', 20, { verdicts: [passedAt(24)] }));
    expect(row?.cells.map(({ status, seconds }) => ({ status, seconds }))).toEqual([{ status: 'passed', seconds: 240 }, { status: 'todo', seconds: 360 }]);
    expect(row).toMatchObject({ labStatus: 'working', points: 40, secondsOnStep: 360 });
  });

  test("an instructor's word counts more than the verdict", () => {
    const [row] = board(working('Kim', 20, { verdicts: [passedAt(24)], overrides: [{ stepId: first.id, passed: false, at: at(25) }, { stepId: second.id, passed: true, at: at(26) }] }));
    expect(row?.points).toBe(60);
    expect(row?.cells.map((cell) => [cell.status, cell.overridden])).toEqual([['todo', true], ['passed', true]]);
  });

  test('those who need attention come first, the longest waiting before the others', () => {
    const rows = board(
      working('Calm', 28),
      working('Stuck long', 5),
      working('Stuck', 15),
      working('Asks', 29, { hand_raised_at: at(29) }),
    );
    expect(rows.map((row) => row.learner.name)).toEqual(['Asks', 'Stuck long', 'Stuck', 'Calm']);
  });

  test('nobody is on the clock before the lab is ready or after it ended', () => {
    const rows = board(learner('New'), learner('Gone', { lab_id: 'x', lab_status: 'ended', ready_at: at(1), ended_at: at(2) }));
    expect(rows.map((row) => [row.labStatus, row.secondsOnStep, row.attention])).toEqual([['not-started', null, null], ['ended', null, null]]);
  });

  test('the summary counts the class and the median progress of those who started', () => {
    const rows = board(learner('New'), working('Kim', 28), working('Lee', 20, { verdicts: [passedAt(24)] }));
    expect(boardSummary(steps, rows)).toEqual({ enrolled: 3, started: 2, working: 2, stuck: 0, done: 0, medianProgress: 0.2 });
  });

  test('the median of an even number is between the two in the middle', () => {
    expect([median([]), median([3]), median([1, 9]), median([5, 1, 9])]).toEqual([null, 3, 5, 5]);
  });
});
