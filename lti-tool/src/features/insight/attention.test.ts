import { describe, expect, test } from '@jest/globals';
import { attentionOf, type AttentionFacts, type AttentionKind } from './attention.ts';

const now = new Date('2026-11-24T10:30:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

const calm: AttentionFacts = {
  now, handRaisedAt: null, labFailedAt: null, errorStreak: 0, lastErrorAt: null, stepSince: null,
  medianSecondsOnStep: null, gradeRefusedAt: null, dismissed: new Map<AttentionKind, Date>(),
};

describe('attention', () => {
  test('a learner who works steadily needs none', () => {
    expect(attentionOf({ ...calm, stepSince: minutesAgo(9), errorStreak: 2, lastErrorAt: minutesAgo(1) })).toBeNull();
  });

  test('a raised hand comes before everything else', () => {
    expect(attentionOf({ ...calm, handRaisedAt: minutesAgo(1), labFailedAt: minutesAgo(2), errorStreak: 5, lastErrorAt: minutesAgo(1) })).toEqual({ kind: 'hand-raised', since: minutesAgo(1) });
  });

  test('three failed calls in a row are a streak', () => {
    expect(attentionOf({ ...calm, errorStreak: 3, lastErrorAt: minutesAgo(1) })?.kind).toBe('error-streak');
  });

  test('stuck begins after ten minutes on a step', () => {
    expect(attentionOf({ ...calm, stepSince: minutesAgo(10) })).toEqual({ kind: 'stuck', since: now });
    expect(attentionOf({ ...calm, stepSince: minutesAgo(9.9) })).toBeNull();
  });

  test('on a step that takes the class long, stuck begins at twice its median', () => {
    const facts = { ...calm, medianSecondsOnStep: 8 * 60 };
    expect(attentionOf({ ...facts, stepSince: minutesAgo(15) })).toBeNull();
    expect(attentionOf({ ...facts, stepSince: minutesAgo(17) })).toEqual({ kind: 'stuck', since: minutesAgo(1) });
  });

  test('a dismissed mark stays away until it arises anew', () => {
    const dismissed = new Map<AttentionKind, Date>([['error-streak', minutesAgo(5)]]);
    expect(attentionOf({ ...calm, dismissed, errorStreak: 4, lastErrorAt: minutesAgo(6) })).toBeNull();
    expect(attentionOf({ ...calm, dismissed, errorStreak: 5, lastErrorAt: minutesAgo(4) })?.kind).toBe('error-streak');
  });
});
