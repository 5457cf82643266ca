import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { earnsPoints } from '@cloudclass/plugin-contract';
import { packStage } from '../../../plugins/loader/test/pack-stage.ts';

const stage = packStage(join(import.meta.dirname, '..'));
const { verdictsOn } = stage;

test('the points of the steps add up to 100', () => {
  expect(stage.pack.manifest.steps.reduce((sum, { points }) => sum + points, 0)).toBe(100);
});

test('every fixture says how each step must end, and each ends so', () => {
  expect(stage.fixtures.length).toBeGreaterThanOrEqual(8);
  for (const walk of stage.fixtures) {
    const statuses = Object.fromEntries([...stage.verdictsOf(walk)].map(([step, { status }]) => [step, status]));
    expect({ file: walk.file, statuses }).toEqual({ file: walk.file, statuses: walk.fixture.expect });
  }
});

describe('explanations', () => {
  test('a bucket in another Region is told so, with both Regions and the author\'s sentence', () => {
    expect(verdictsOn('wrong-region').get('create-bucket')).toMatchObject({
      status: 'near-miss',
      explanation: { clause: { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] }, hint: { ko: expect.stringContaining('서울') } },
    });
  });

  test('a refused call is told with the error of AWS', () => {
    expect(verdictsOn('only-a-failed-call').get('create-bucket')).toMatchObject({ explanation: { errorCode: 'BucketAlreadyExists', hint: { ko: expect.stringContaining('거부') } } });
  });

  test('an open policy is told to be forbidden, and why', () => {
    expect(verdictsOn('forbidden-policy').get('public-access')).toMatchObject({ status: 'forbidden', explanation: { eventName: 'PutBucketPolicy', hint: { en: expect.stringContaining('everyone') } } });
  });
});

test.each(['walk-passes', 'out-of-order-and-duplicated'])('%s earns all points', (name) => {
  expect([...verdictsOn(name).values()].filter(earnsPoints)).toHaveLength(6);
});
