import { expect, test } from '@jest/globals';
import { en as shared } from '../../messages/en.ts';
import { en } from '../words/en.ts';
import { lastName, nearMissSentence } from './near-miss-sentence.ts';

test.each([
  ['"us-east-1"', '"ap-northeast-2"', '“us-east-1” where “ap-northeast-2” is needed'],
  ['"us-east-1"', null, '“us-east-1” is not what is needed'],
  [null, '"ap-northeast-2"', 'left out, where “ap-northeast-2” is needed'],
  [null, null, 'left out, though it is needed'],
  ['["a","b"]', '"a"', '“a b” where “a” is needed'],
])('%s for %s', (seen, expected, sentence) => {
  expect(nearMissSentence({ seen, expected }, en.insight, shared.expectation)).toBe(sentence);
});

test('a path is known by its last name', () => {
  expect(lastName('requestParameters.CreateBucketConfiguration.LocationConstraint')).toBe('LocationConstraint');
});
