import { expect, test } from '@jest/globals';
import { lightOf, type CheckItem, type CheckReport } from './report.ts';

const at = new Date('2026-11-25T09:00:00Z');
const works: CheckItem = { part: 'token', outcome: 'ok', detail: '' };
const report = (...items: CheckItem[]): CheckReport => ({ at, items });

test.each<[string, Date | null, CheckReport | undefined, string]>([
  ['never launched and never checked is not known', null, undefined, 'unknown'],
  ['launched is good', at, undefined, 'good'],
  ['checked without a failure is good, also where something could not be tried', null, report(works, { part: 'roster', outcome: 'skipped', code: 'CHECK_NOT_LAUNCHED', detail: '' }), 'good'],
  ['without a roster is degraded', at, report(works, { part: 'roster', outcome: 'failed', code: 'CHECK_FORBIDDEN', detail: '' }), 'degraded'],
  ['without access is bad, whatever was launched', at, report({ part: 'token', outcome: 'failed', code: 'CHECK_UNAUTHORIZED', detail: '' }), 'bad'],
])('a platform %s', (_sentence, lastLaunchAt, checked, light) => {
  expect(lightOf({ lastLaunchAt, report: checked })).toBe(light);
});
