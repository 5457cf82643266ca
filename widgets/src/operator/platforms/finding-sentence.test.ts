import { expect, test } from '@jest/globals';
import { en } from '../words/en.ts';
import { ko } from '../words/ko.ts';
import { findingSentence } from './finding-sentence.ts';

const nothing = { url: null, count: null, status: null, seconds: null, until: null, types: [] };
const speech = { duration: (seconds: number) => `${seconds}s`, instant: (at: string) => at.slice(0, 10) };
const inKorean = { ...speech, words: ko.platforms.findings };
const inEnglish = { ...speech, words: en.platforms.findings };

test.each([
  ['local-address', { url: 'http://localhost/lti/keys' }],
  ['status', { url: 'https://lms.example/jwks', status: 503 }],
  ['no-keys', { url: 'https://lms.example/jwks' }],
  ['no-answer', { url: 'https://lms.example/jwks' }],
  ['keys', { url: 'https://lms.example/jwks', count: 2 }],
  ['clock', { seconds: 0 }],
  ['token', { until: '2026-11-25T10:00:00Z' }],
  ['line-items', { count: 3 }],
  ['people', { count: 30 }],
  ['later', { seconds: 5 }],
])('what a check saw of %s is said in Korean to who reads Korean', (kind, values) => {
  const finding = { ...nothing, kind, ...values };
  expect(findingSentence(finding, inKorean)).toMatch(/[가-힣]/);
  expect(findingSentence(finding, inEnglish)).not.toMatch(/[가-힣]/);
});

test.each([
  [-90, 'behind ours'],
  [90, 'ahead of ours'],
])('a clock that is %s seconds off is %s', (seconds, side) => {
  expect(findingSentence({ ...nothing, kind: 'clock', seconds }, inEnglish)).toBe(`90s ${side}`);
});

test('what a newer server names is shown by its name', () => {
  expect(findingSentence({ ...nothing, kind: 'moon' }, inEnglish)).toBe('moon');
});
