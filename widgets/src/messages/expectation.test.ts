import { expect, test } from '@jest/globals';
import { en } from './en.ts';
import { expectationInWords } from './expectation.ts';

test.each([
  ['"ap-northeast-2"', 'ap-northeast-2'],
  ['true', 'true'],
  ['["AES256","aws:kms"]', 'AES256 or aws:kms'],
  ['{"prefix":"site-"}', 'begins with site-'],
  ['[{"suffix":".html"}]', 'ends with .html'],
  ['{"equals-ignore-case":"Enabled"}', 'Enabled, in capitals or not'],
  ['{"wildcard":"arn:aws:s3:::*/*"}', 'looks like arn:aws:s3:::*/*'],
  ['{"cidr":"10.0.0.0/8"}', 'an address in 10.0.0.0/8'],
  ['{"anything-but":["*","0.0.0.0/0"]}', 'anything but *, 0.0.0.0/0'],
  ['{"anything-but":{"prefix":"arn:"}}', 'anything but begins with arn:'],
  ['{"exists":false}', 'nothing there'],
  ['{"exists":true}', 'something there'],
  ['{"numeric":[">=",5]}', '>= 5'],
  ['{"Status":"Enabled"}', '{"Status":"Enabled"}'],
  ['{"prefix":{"equals-ignore-case":"a"}}', '{"prefix":{"equals-ignore-case":"a"}}'],
])('%s is expected: %s', (json, text) => {
  expect(expectationInWords(json, en.expectation)).toBe(text);
});

test.each([[null], ['null']])('%j expects nothing in words', (json) => {
  expect(expectationInWords(json, en.expectation)).toBeNull();
});
