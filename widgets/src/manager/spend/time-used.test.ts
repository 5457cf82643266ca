import { expect, test } from '@jest/globals';
import { ko as shared } from '../../messages/ko.ts';
import { ko } from '../words/ko.ts';
import { timeUsed } from './time-used.ts';

test.each([
  [1, '1분'],
  [59, '59분'],
  [60, '1시간'],
  [7310, '121.8시간'],
  [120_000, '2,000시간'],
])('%s minutes of labs are %s', (minutes, said) => {
  expect(timeUsed(minutes, { spend: ko.spend, shared }, 'KO')).toBe(said);
});
