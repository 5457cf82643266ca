import { describe, expect, test } from '@jest/globals';
import { parseCues } from './transcript-cues.ts';

describe('a transcript made of captions', () => {
  test('a cue has its start in seconds and its text on one line without tags', () => {
    expect(parseCues('WEBVTT\n\nintro\n01:02.500 --> 01:04.000 align:start\nMake a <b>bucket</b>\nin Seoul\n')).toEqual([
      { from: 62.5, text: 'Make a bucket in Seoul' },
    ]);
  });

  test('hours count', () => {
    expect(parseCues('WEBVTT\n\n01:00:01.000 --> 01:00:02.000\nLate\n')[0]?.from).toBe(3601);
  });

  test('notes and lines of another system are read over', () => {
    expect(parseCues('WEBVTT\r\n\r\nNOTE by the author\r\n\r\n00:01.000 --> 00:02.000\r\nOne\r\n')).toEqual([{ from: 1, text: 'One' }]);
  });
});
