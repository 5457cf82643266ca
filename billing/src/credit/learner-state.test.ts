import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextLearnerState, type LearnerEvent, type LearnerState } from './learner-state.ts';

const after = (...events: LearnerEvent[]): LearnerState => events.reduce<LearnerState>(nextLearnerState, { status: 'active' });

test('goes from active to warned to suspending to suspended, and back with new credit', () => {
  expect(after('credit-low').status).toBe('warned');
  expect(after('credit-low', 'credit-ended').status).toBe('suspending');
  expect(after('credit-low', 'credit-ended', 'suspension-acknowledged').status).toBe('suspended');
  expect(after('credit-low', 'credit-ended', 'suspension-acknowledged', 'credit-added').status).toBe('active');
});

test('new credit takes a warning back', () => {
  expect(after('credit-low', 'credit-added').status).toBe('active');
});

test('a suspension that fails is tried again and counted', () => {
  expect(after('credit-ended', 'suspension-failed', 'suspension-failed')).toEqual({ status: 'suspending', attempts: 3, isToppedUp: false });
});

test('credit that comes during a suspension counts when the lab side has acknowledged it', () => {
  expect(after('credit-ended', 'credit-added').status).toBe('suspending');
  expect(after('credit-ended', 'credit-added', 'suspension-acknowledged').status).toBe('active');
});

test('credit that came during a suspension is remembered while that is tried again', () => {
  expect(after('credit-ended', 'credit-added', 'suspension-failed')).toEqual({ status: 'suspending', attempts: 2, isToppedUp: true });
});

test.each<[LearnerState, LearnerEvent[]]>([
  [{ status: 'active' }, ['suspension-failed', 'suspension-acknowledged', 'credit-added']],
  [{ status: 'warned' }, ['suspension-failed', 'suspension-acknowledged', 'credit-low']],
  [{ status: 'suspending', attempts: 2, isToppedUp: true }, ['credit-low', 'credit-ended', 'credit-added']],
  [{ status: 'suspended' }, ['credit-low', 'credit-ended', 'suspension-failed', 'suspension-acknowledged']],
])('what means nothing for %j leaves it as it is', (state, events) => {
  expect(events.map((event) => nextLearnerState(state, event))).toEqual(events.map(() => state));
});

test('nobody is suspended before the lab side has acknowledged it', () => {
  const events = fc.array(fc.constantFrom<LearnerEvent>('credit-low', 'credit-ended', 'credit-added', 'suspension-failed', 'suspension-acknowledged'));
  fc.assert(fc.property(events, (list) => {
    const states = list.map((_event, index) => after(...list.slice(0, index + 1)));
    const entries = states.flatMap(({ status }, index) => (status === 'suspended' && states[index - 1]?.status !== 'suspended' ? [[states[index - 1]?.status, list[index]]] : []));
    expect(entries).toEqual(entries.map(() => ['suspending', 'suspension-acknowledged']));
  }));
});
