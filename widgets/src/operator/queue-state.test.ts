import { expect, test } from '@jest/globals';
import { queueState } from './queue-state.ts';

test.each([
  [{ waiting: 0, failed: 0, oldestSeconds: null }, 'idle'],
  [{ waiting: 4, failed: 0, oldestSeconds: 2 }, 'moving'],
  [{ waiting: 4, failed: 0, oldestSeconds: 31 }, 'slow'],
  [{ waiting: 4, failed: 2, oldestSeconds: 2 }, 'broken'],
  [{ waiting: 4, failed: 2, oldestSeconds: 121 }, 'stuck'],
] as const)('a queue with %o is %s', (queue, state) => {
  expect(queueState(queue)).toBe(state);
});
