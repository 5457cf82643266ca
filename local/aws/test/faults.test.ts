import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import type { LocalAws } from '../src/index.ts';
import { type Clients, clientsFor, failureOf, startForTest } from './clients.ts';

describe('a fault', () => {
  let aws: LocalAws;
  let clients: Clients;

  beforeEach(async () => {
    aws = await startForTest({ activityStream: 'activity' });
    clients = clientsFor(aws.url, aws.managementCredentials);
  });
  afterEach(() => aws.close());

  async function delivered(): Promise<{ eventID: string; eventName: string }[]> {
    const { ShardIterator } = await clients.kinesis.send(new GetShardIteratorCommand({
      StreamName: 'activity', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON',
    }));
    const { Records = [] } = await clients.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    return Records.map((record) => JSON.parse(Buffer.from(record.Data ?? []).toString()).detail);
  }

  test('throttles as many calls as it says, then no more', async () => {
    aws.faults.set({ throttle: { service: 's3', times: 1 } });
    expect(await failureOf(clients.s3.send(new ListBucketsCommand({})))).toMatchObject({ name: 'SlowDown' });
    expect((await clients.s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });

  test('delays the calls it concerns', async () => {
    aws.faults.set({ latency: { operation: 'ListBuckets', milliseconds: 120 } });
    const started = performance.now();
    await clients.s3.send(new ListBucketsCommand({}));
    expect(performance.now() - started).toBeGreaterThanOrEqual(115);
  });

  test('delivers each record twice under the same event id', async () => {
    aws.faults.set({ deliverTimes: 2 });
    await clients.s3.send(new ListBucketsCommand({}));
    const ids = (await delivered()).map((record) => record.eventID);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  test('delivers records out of order', async () => {
    aws.faults.set({ reorderGroup: 2 });
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'reordered' }));
    await clients.s3.send(new ListBucketsCommand({}));
    expect((await delivered()).map((record) => record.eventName)).toEqual(['ListBuckets', 'CreateBucket']);
  });

  test('limits LookupEvents to two calls a second', async () => {
    aws.faults.set({ limitLookupEvents: true });
    const answers = await Promise.allSettled([1, 2, 3].map(() => clients.cloudtrail.send(new LookupEventsCommand({}))));
    expect(answers.map((one) => one.status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });
});
