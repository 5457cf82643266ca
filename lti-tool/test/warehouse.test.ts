import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDbWarehouse, type DuckDbWarehouse } from '../src/adapters/warehouse/duckdb-warehouse.ts';
import { courseInsight } from '../src/features/insight/course-insight.ts';
import { courseIdSchema, eventIdSchema, institutionIdSchema, labIdSchema, resourceLinkIdSchema } from '../src/domain/ids.ts';
import type { EventBody } from '../src/domain/events.ts';
import type { StreamEvent } from '../src/domain/stream-event.ts';

const institutionId = institutionIdSchema.parse(randomUUID());
const courseId = courseIdSchema.parse(randomUUID());
const resourceLinkId = resourceLinkIdSchema.parse(randomUUID());
const question = { institutionId, resourceLinkId, videoSeconds: 60 };

let folder: string;
let warehouse: DuckDbWarehouse;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudclass-warehouse-'));
  warehouse = await openDuckDbWarehouse(folder);
});
afterEach(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true });
});

function event(learner: string, body: EventBody, occurredAt = '2026-11-24T10:00:00.000Z', institution = institutionId): StreamEvent {
  return { id: eventIdSchema.parse(randomUUID()), version: 1, occurredAt, place: { institutionId: institution, courseId, resourceLinkId, labId: labIdSchema.parse(randomUUID()), learner }, body };
}

const passed = (learner: string, secondsOnStep: number) =>
  event(learner, { type: 'step.judged', stepId: 'create-bucket', verdict: { status: 'passed', at: '2026-11-24T10:00:00Z', eventIds: ['e'], captured: {} }, secondsSinceReady: secondsOnStep, secondsOnStep });

const inWrongRegion = { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] };

const missed = (learner: string, clause: { path: string; seen: string | null; expected: string | string[] } = inWrongRegion) =>
  event(learner, {
    type: 'step.judged', stepId: 'create-bucket', secondsSinceReady: 5, secondsOnStep: 5,
    verdict: { status: 'near-miss', at: '2026-11-24T10:00:00Z', explanation: { eventId: 'x', eventName: 'CreateBucket', eventTime: '2026-11-24T10:00:00Z', clause } },
  });

/** A name that is another in every account, mistyped. */
const mistyped = (learner: string) => missed(learner, { path: 'requestParameters.bucketName', seen: `sit-${learner}`, expected: `site-${learner}` });

const nearMisses = async () => (await courseInsight(warehouse.forInstitution(institutionId), question)).steps.flatMap((step) => step.nearMisses);

test('the median time of a step is over the learners who passed it', async () => {
  await warehouse.append('batch-1', [passed('a', 10), passed('b', 20), passed('c', 90), missed('d')]);
  const { steps } = await courseInsight(warehouse.forInstitution(institutionId), question);
  expect(steps).toEqual([{ stepId: 'create-bucket', started: 4, passed: 3, medianSeconds: 20, nearMisses: [{ path: 'awsRegion', seen: 'us-east-1', expected: '["ap-northeast-2"]', personal: false, learners: 1, times: 1 }] }]);
});

test('a miss of many learners comes before one that somebody repeats', async () => {
  await warehouse.append('batch-1', [...Array.from({ length: 5 }, () => missed('a', { ...inWrongRegion, seen: 'eu-west-1' })), missed('b'), missed('c')]);
  expect(await nearMisses()).toMatchObject([{ seen: 'us-east-1', learners: 2, times: 2 }, { seen: 'eu-west-1', learners: 1, times: 5 }]);
});

test('a value that is another for each learner is one miss of them all, with an example', async () => {
  await warehouse.append('batch-1', [mistyped('a'), mistyped('b'), mistyped('b'), missed('c')]);
  const [names, region] = await nearMisses();
  expect(names).toMatchObject({ path: 'requestParameters.bucketName', personal: true, learners: 2, times: 3 });
  expect(names?.expected).toBe(names?.seen?.replace('sit-', 'site-'));
  expect(region).toMatchObject({ path: 'awsRegion', personal: false, learners: 1 });
});

test('a value that was left out is no example of another', async () => {
  await warehouse.append('batch-1', [missed('a', { path: 'name', seen: null, expected: 'x-a' }), missed('b', { path: 'name', seen: null, expected: 'x-b' })]);
  expect(await nearMisses()).toMatchObject([{ seen: null, personal: true, learners: 2 }]);
});

test('an event that arrives twice, in two batches, counts once', async () => {
  const once = passed('a', 10);
  await warehouse.append('batch-1', [once]);
  await warehouse.append('batch-2', [once, passed('b', 30)]);
  expect((await courseInsight(warehouse.forInstitution(institutionId), question)).steps[0]).toMatchObject({ passed: 2, medianSeconds: 20 });
});

test('two processes that write the same batch at once leave one whole file and nothing beside it', async () => {
  const other = await openDuckDbWarehouse(folder);
  const events = Array.from({ length: 300 }, (_, index) => passed(`learner-${index}`, 10));
  await Promise.all([warehouse, other, warehouse, other].map((each) => each.append('batch-1', events)));
  await other.close();
  expect(await readdir(join(folder, 'day=2026-11-24'))).toEqual(['batch-1.parquet']);
  expect((await courseInsight(warehouse.forInstitution(institutionId), question)).steps[0]).toMatchObject({ passed: 300 });
});

test('a day whose first file was not finished is a day without events', async () => {
  await mkdir(join(folder, 'day=2026-11-24'));
  expect(await courseInsight(warehouse.forInstitution(institutionId), question)).toMatchObject({ asOf: null, steps: [] });
});

test('the files of a past day become one, and nothing is lost or counted twice, also when it is done twice at once or a batch comes again', async () => {
  const batches = ['a', 'b', 'c'].map((learner) => [passed(learner, 10), { ...passed(learner, 10), occurredAt: '2026-11-25T00:00:01.000Z' }]);
  for (const [index, batch] of batches.entries()) await warehouse.append(`batch-${index}`, batch);
  const before = await courseInsight(warehouse.forInstitution(institutionId), question);
  const other = await openDuckDbWarehouse(folder);
  await Promise.allSettled([warehouse.joinDaysBefore('2026-11-25'), other.joinDaysBefore('2026-11-25')]);
  await other.close();
  await warehouse.append('batch-0', batches[0] ?? []);
  await warehouse.joinDaysBefore('2026-11-25');
  expect(await courseInsight(warehouse.forInstitution(institutionId), question)).toEqual(before);
  const everything = 'select count(*)::int as events from event';
  expect(await warehouse.forInstitution(institutionId).query(everything, {})).toEqual([{ events: 6 }]);
  expect((await Promise.all(['day=2026-11-24', 'day=2026-11-25'].map((day) => readdir(join(folder, day))))).map(({ length }) => length)).toEqual([1, 3]);
});

test('another institution is never counted, whatever is asked', async () => {
  const other = institutionIdSchema.parse(randomUUID());
  await warehouse.append('batch-1', [{ ...passed('a', 10), place: { ...passed('a', 10).place, institutionId: other } }]);
  expect((await courseInsight(warehouse.forInstitution(institutionId), question)).steps).toEqual([]);
  const everything = 'select count(*)::int as events from event';
  expect(await Promise.all([institutionId, other].map((id) => warehouse.forInstitution(id).query(everything, {})))).toEqual([[{ events: 0 }], [{ events: 1 }]]);
});

test('each slice of the video counts the viewings that touched it', async () => {
  const watched = (ranges: [number, number][]): EventBody => ({ type: 'video.watched', kind: 'heartbeat', positionSeconds: 0, watched: ranges, rate: null });
  await warehouse.append('batch-1', [event('a', watched([[0, 2.5]])), event('b', watched([[1, 1.5], [59.5, 60]]))]);
  const { video } = await courseInsight(warehouse.forInstitution(institutionId), question);
  expect(video.map((slice) => slice.watched)).toEqual([1, 2, 1, ...Array.from({ length: 56 }, () => 0), 1]);
});

test('an answer says how far it reaches, and an empty warehouse answers with nothing', async () => {
  expect(await courseInsight(warehouse.forInstitution(institutionId), question)).toMatchObject({ asOf: null, steps: [] });
  await warehouse.append('batch-1', [{ ...passed('a', 1), occurredAt: '2026-11-25T01:02:03.456Z' }, passed('b', 1)]);
  expect((await courseInsight(warehouse.forInstitution(institutionId), question)).asOf).toEqual(new Date('2026-11-25T01:02:03.456Z'));
});
