import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compilePack, evaluate, type CompiledPack } from '@cloudclass/event-patterns';
import { earnsPoints, type CoursePack, type Verdict } from '@cloudclass/plugin-contract';
import { loadPack, type LoadedFixture } from '@cloudclass/plugin-loader';

let pack: CoursePack;
let compiled: CompiledPack;
let fixtures: readonly LoadedFixture[];

beforeAll(async () => {
  const load = await loadPack(join(import.meta.dirname, '..'));
  if (!load.ok) throw new Error(load.faults.map(({ file, line, code, message }) => `${file}:${line}: ${code} ${message}`).join('\n'));
  ({ pack, fixtures } = load);
  compiled = compilePack(pack);
});

/** The verdicts on a fixture, by step. */
function verdictsOf(name: string): ReadonlyMap<string, Verdict> {
  const found = fixtures.find(({ file }) => file === `fixtures/${name}.json`);
  if (found === undefined) throw new Error(`There is no fixture ${name}`);
  return evaluate(compiled, found.fixture.lab, found.records);
}

test('the points of the steps add up to 100', () => {
  expect(pack.manifest.steps.reduce((sum, { points }) => sum + points, 0)).toBe(100);
});

test('every fixture says how each step must end, and each ends so', () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(8);
  for (const { file, fixture, records } of fixtures) {
    const verdicts = evaluate(compiled, fixture.lab, records);
    const statuses = Object.fromEntries([...verdicts].map(([step, { status }]) => [step, status]));
    expect({ file, statuses }).toEqual({ file, statuses: fixture.expect });
  }
});

describe('explanations', () => {
  test('a bucket in another Region is told so, with both Regions and the author\'s sentence', () => {
    expect(verdictsOf('wrong-region').get('create-bucket')).toMatchObject({
      status: 'near-miss',
      explanation: { clause: { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] }, hint: { ko: expect.stringContaining('서울') } },
    });
  });

  test('a refused call is told with the error of AWS', () => {
    expect(verdictsOf('only-a-failed-call').get('create-bucket')).toMatchObject({ explanation: { errorCode: 'BucketAlreadyExists', hint: { ko: expect.stringContaining('거부') } } });
  });

  test('an open policy is told to be forbidden, and why', () => {
    expect(verdictsOf('forbidden-policy').get('public-access')).toMatchObject({ status: 'forbidden', explanation: { eventName: 'PutBucketPolicy', hint: { en: expect.stringContaining('everyone') } } });
  });
});

test.each(['walk-passes', 'out-of-order-and-duplicated'])('%s earns all points', (name) => {
  expect([...verdictsOf(name).values()].filter(earnsPoints)).toHaveLength(6);
});
