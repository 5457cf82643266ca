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
  expect(nearMissSentence({ seen, expected, personal: false }, en.insight, shared.expectation)).toBe(sentence);
});

test('what is needed of each learner alone is told by an example', () => {
  expect(nearMissSentence({ seen: '"sit-1"', expected: '"site-1"', personal: true }, en.insight, shared.expectation)).toBe('is another for each learner, for example “sit-1” where “site-1” is needed');
});

test('a path is known by its last name', () => {
  expect(lastName('requestParameters.CreateBucketConfiguration.LocationConstraint')).toBe('LocationConstraint');
});
