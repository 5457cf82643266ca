import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideScore, gradeOf, incomingScoreSchema, scoreSchema, type IncomingScore, type Score } from './gradebook.ts';

const incoming = (timestamp: string): IncomingScore =>
  incomingScoreSchema.parse({ userId: '1001', scoreGiven: 1, scoreMaximum: 1, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp });

const recorded = (fields: object): Score =>
  scoreSchema.parse({ lineItemId: '1', personId: '1001', activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T00:00:00Z', ...fields });

describe('decideScore', () => {
  test('keeps the latest of any sequence of scores, in whatever order they arrive', () => {
    const instants = fc.array(fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }), { minLength: 1 });
    fc.assert(
      fc.property(instants, (arrivals) => {
        let onRecord: Score | undefined;
        for (const arrival of arrivals) {
          const score = incoming(arrival.toISOString());
          if (decideScore({ incoming: score, role: 'learner', onRecord }).status === 'accepted') onRecord = recorded({ timestamp: score.timestamp });
        }
        expect(Date.parse(onRecord?.timestamp ?? '')).toBe(Math.max(...arrivals.map((arrival) => arrival.getTime())));
      }),
    );
  });

  test('compares instants, not the texts they are written in', () => {
    const onRecord = recorded({ timestamp: '2026-01-01T09:00:00+09:00' });
    expect(decideScore({ incoming: incoming('2026-01-01T00:00:01Z'), role: 'learner', onRecord })).toEqual({ status: 'accepted' });
  });

  test.each([undefined, 'instructor', 'assistant', 'administrator'] as const)('takes no score for the role %s', (role) => {
    expect(decideScore({ incoming: incoming('2026-01-01T00:00:00Z'), role, onRecord: undefined })).toMatchObject({ status: 'refused', httpStatus: 404 });
  });

  test.each([
    ['2026-01-01T09:00:00.900Z', 'refused'],
    ['2026-01-01T09:00:01.000Z', 'accepted'],
  ])('looks at the second in which the last score arrived, where the rules say so: %s is %s', (timestamp, status) => {
    const onRecord = recorded({ timestamp: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T09:00:00.100Z' });
    expect(decideScore({ incoming: incoming(timestamp), role: 'learner', onRecord, rules: { older: 'conflict', newerThan: 'arrival', ungradable: 404 } }).status).toBe(status);
  });
});

describe('gradeOf', () => {
  test('scales to the column and rounds to two decimals', () => {
    expect(gradeOf(recorded({ scoreGiven: 2, scoreMaximum: 3 }), { scoreMaximum: 100 })).toEqual({ points: 66.67, maximum: 100, final: true });
  });

  test('lets extra credit exceed the maximum', () => {
    expect(gradeOf(recorded({ scoreGiven: 12, scoreMaximum: 10 }), { scoreMaximum: 100 })).toMatchObject({ points: 120 });
  });

  test('knows zero from nothing', () => {
    expect(gradeOf(recorded({ scoreGiven: 0, scoreMaximum: 10 }), { scoreMaximum: 100 })).toMatchObject({ points: 0 });
    expect(gradeOf(recorded({}), { scoreMaximum: 100 })).toBeUndefined();
  });

  test('is not final while grading goes on', () => {
    expect(gradeOf(recorded({ scoreGiven: 5, scoreMaximum: 10, gradingProgress: 'PendingManual' }), { scoreMaximum: 100 })).toMatchObject({ final: false });
  });
});
