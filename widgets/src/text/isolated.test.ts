import { expect, test } from '@jest/globals';
import { isolated } from './isolated.ts';

test.each([
  ['مريم', '\u2068مريم\u2069'],
  ['שרה (QA)', '\u2068שרה (QA)\u2069'],
  ['evil \u202eemit', '\u2068evil \u202eemit\u2069'],
  ['김민준', '김민준'],
  ['Zoë 👩‍💻', 'Zoë 👩‍💻'],
])('%s stands in a sentence as itself and turns nothing round it', (name, shown) => {
  expect(isolated(name)).toBe(shown);
});
