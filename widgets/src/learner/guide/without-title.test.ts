import { expect, test } from '@jest/globals';
import { withoutTitle } from './without-title.ts';

test.each([
  ['# Create the bucket\n\nText', '\nText'],
  ['\n# Create the bucket', ''],
  ['## What to do\n# Later', '## What to do\n# Later'],
  ['#hashtag', '#hashtag'],
  ['', ''],
])('%j is shown as %j', (markdown, shown) => {
  expect(withoutTitle(markdown)).toBe(shown);
});
