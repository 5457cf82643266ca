import { describe, expect, test } from '@jest/globals';
import { en } from '../words/en.ts';
import type { TimelineEntry } from './detail-document.ts';
import { timelineDetail, timelineSentence, timelineTone } from './timeline-sentence.ts';

const entry = (kind: TimelineEntry['kind'], what: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: '1', kind, what, at: '2026-11-24T05:00:00Z', detail: null, errorCode: null, stepId: null, ...more,
});

describe('a timeline in words', () => {
  test.each([
    [entry('RECORD', 'CreateBucket'), 'Called CreateBucket', 'quiet'],
    [entry('RECORD', 'CreateBucket', { errorCode: 'AccessDenied' }), 'CreateBucket was refused: AccessDenied', 'bad'],
    [entry('VERDICT', 'near-miss', { stepId: 'bucket' }), 'Came close to “Create a bucket”', 'warn'],
    [entry('OVERRIDE', 'not-passed'), 'An instructor marked “Create a bucket” as not passed', 'bad'],
    [entry('LAB', 'credit.low'), 'Little credit was left', 'warn'],
    [entry('VIDEO', 'seek', { detail: '250' }), 'Went to 4:10 in the video', 'quiet'],
    [entry('GRADE', 'sent'), 'The grade reached the course', 'good'],
    [entry('HELP', 'hint'), 'Took a hint', 'quiet'],
  ])('%o', (given, sentence, tone) => {
    expect(timelineSentence(given, 'Create a bucket', en.timeline)).toBe(sentence);
    expect(timelineTone(given)).toBe(tone);
  });

  test('a word of a newer server stands for itself', () => {
    expect(timelineSentence(entry('LAB', 'paused'), null, en.timeline)).toBe('paused');
  });

  test('the service is named without its domain', () => {
    expect(timelineDetail(entry('RECORD', 'CreateBucket', { detail: 's3.amazonaws.com' }))).toBe('s3');
  });
});
