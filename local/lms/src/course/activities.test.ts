import { expect, test } from '@jest/globals';
import { availabilityOf } from './activities.ts';

const now = new Date('2026-11-24T09:00:00Z');

test.each([
  ['without a period', undefined, { status: 'open' }],
  ['from the instant it opens', { startDateTime: '2026-11-24T09:00:00Z' }, { status: 'open' }],
  ['before it opens', { startDateTime: '2026-11-24T18:00:01+09:00' }, { status: 'not-yet', opensAt: '2026-11-24T18:00:01+09:00' }],
  ['from the instant it closes', { endDateTime: '2026-11-24T09:00:00Z' }, { status: 'closed', closedAt: '2026-11-24T09:00:00Z' }],
  ['with an open end', { startDateTime: '2026-01-01T00:00:00Z', endDateTime: undefined }, { status: 'open' }],
])('an activity %s', (_case, available, expected) => {
  expect(availabilityOf({ available }, now)).toEqual(expected);
});
