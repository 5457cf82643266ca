import { describe, expect, test } from '@jest/globals';
import { decideCutOff } from './cut-off.ts';

describe('the cut-off decision', () => {
  test('a lab goes on while less than four fifths are spent, and says how long', () => {
    expect(decideCutOff({ granted: 1_000n, left: 201n, hourlyRate: 600n })).toEqual({ kind: 'continue', minutesLeft: 20 });
  });

  test('warns when four fifths are spent', () => {
    expect(decideCutOff({ granted: 1_000n, left: 200n, hourlyRate: 600n })).toEqual({ kind: 'warn', minutesLeft: 20 });
  });

  test('cuts off when nothing is left', () => {
    expect(decideCutOff({ granted: 1_000n, left: 0n, hourlyRate: 600n })).toEqual({ kind: 'cut-off', reason: 'credit' });
  });

  test('cuts off when what is left does not pay for a minute more, and not before', () => {
    expect(decideCutOff({ granted: 1_000n, left: 9n, hourlyRate: 600n })).toEqual({ kind: 'cut-off', reason: 'credit' });
    expect(decideCutOff({ granted: 1_000n, left: 10n, hourlyRate: 600n })).toEqual({ kind: 'warn', minutesLeft: 1 });
  });

  test('never ends a lab that costs nothing', () => {
    expect(decideCutOff({ granted: 0n, left: 0n, hourlyRate: 0n })).toEqual({ kind: 'continue', minutesLeft: null });
  });
});
