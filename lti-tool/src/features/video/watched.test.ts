import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { watchedSpans, type Span } from './watched.ts';

test('what a player reports stays as it is', () => {
  expect(watchedSpans([[0, 5], [30, 40.5]], 60)).toEqual([[0, 5], [30, 40.5]]);
});

test('what overlaps counts once, what runs backwards or lies beyond the end not at all', () => {
  expect(watchedSpans([[30, 86_400], [0, 5], [4, 6], [10, 10], [20, 15], [60, 70], [6, 7]], 60)).toEqual([[0, 7], [30, 60]]);
});

const second = fc.integer({ min: 0, max: 100 });

test('each second of the video that was reported is there once, however often it was', () => {
  fc.assert(fc.property(fc.array(fc.tuple(second, second), { maxLength: 40 }), (reported: Span[]) => {
    const covers = (spans: readonly Span[], at: number): number => spans.filter(([from, to]) => from <= at && at < to).length;
    const spans = watchedSpans(reported, 60);
    for (let at = 0.5; at < 100; at += 1) expect(covers(spans, at)).toBe(at < 60 && covers(reported, at) > 0 ? 1 : 0);
  }));
});
