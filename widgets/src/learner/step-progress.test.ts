import { describe, expect, test } from '@jest/globals';
import { newlyDone, openStep } from './step-progress.ts';

const step = (id: string, status: 'TODO' | 'NEAR_MISS' | 'HELD' | 'PASSED') => ({ id, status });

describe('progress through the steps', () => {
  test('the open step is the first that earns no points', () => {
    expect(openStep([step('a', 'PASSED'), step('b', 'HELD'), step('c', 'NEAR_MISS'), step('d', 'TODO')])?.id).toBe('c');
  });

  test('nothing is open when every step is done', () => {
    expect(openStep([step('a', 'PASSED'), step('b', 'HELD')])).toBeNull();
  });

  test('a step that passed since the last look is found', () => {
    expect(newlyDone([step('a', 'NEAR_MISS'), step('b', 'TODO')], [step('a', 'PASSED'), step('b', 'TODO')])?.id).toBe('a');
  });

  test('a step that was done before is not announced again', () => {
    expect(newlyDone([step('a', 'HELD')], [step('a', 'PASSED')])).toBeNull();
  });
});
