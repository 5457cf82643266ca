import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
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

const missed = (learner: string) =>
  event(learner, {
    type: 'step.judged', stepId: 'create-bucket', secondsSinceReady: 5, secondsOnStep: 5,
    verdict: { status: 'near-miss', at: '2026-11-24T10:00:00Z', explanation: { eventId: 'x', eventName: 'CreateBucket', eventTime: '2026-11-24T10:00:00Z', clause: { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] } } },
  });

test('the median time of a step is over the learners who passed it', async () => {
  await warehouse.append('batch-1', [passed('a', 10), passed('b', 20), passed('c', 90), missed('d')]);
  const { steps } = await courseInsight(warehouse.forInstitution(institutionId), question);
  expect(steps).toEqual([{ stepId: 'create-bucket', started: 4, passed: 3, medianSeconds: 20, nearMisses: [{ path: 'awsRegion', seen: 'us-east-1', expected: '["ap-northeast-2"]', count: 1 }] }]);
});

test('an event that arrives twice, in two batches, counts once', async () => {
  const once = passed('a', 10);
  await warehouse.append('batch-1', [once]);
  await warehouse.append('batch-2', [once, passed('b', 30)]);
  expect((await courseInsight(warehouse.forInstitution(institutionId), question)).steps[0]).toMatchObject({ passed: 2, medianSeconds: 20 });
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
