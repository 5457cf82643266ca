import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  CreateStreamCommand, GetRecordsCommand, type GetRecordsOutput, GetShardIteratorCommand, type GetShardIteratorInput, KinesisClient, PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import type { LocalAws } from '../src/index.ts';
import { clientsFor, failureOf, startForTest } from './clients.ts';

const SHARD = 'shardId-000000000000';

describe('Kinesis over HTTP/2', () => {
  let aws: LocalAws;
  let kinesis: KinesisClient;
  let now: Date;

  beforeEach(async () => {
    now = new Date();
    aws = await startForTest({ clock: { now: () => now } });
    kinesis = clientsFor(aws.url, aws.managementCredentials).kinesis;
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
  });
  afterEach(async () => {
    kinesis.destroy();
    await aws.close();
  });

  const put = (text: string) => kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: Buffer.from(text) }));
  const iterate = async (start: Omit<GetShardIteratorInput, 'StreamName' | 'ShardId'>) => {
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 's', ShardId: SHARD, ...start }));
    return ShardIterator;
  };
  const read = (ShardIterator: string | undefined, Limit = 100) => kinesis.send(new GetRecordsCommand({ ShardIterator, Limit }));
  const texts = (answer: GetRecordsOutput) => (answer.Records ?? []).map((record) => Buffer.from(record.Data ?? []).toString());

  test('each iterator type begins where it says', async () => {
    const first = await put('one');
    const latest = await iterate({ ShardIteratorType: 'LATEST' });
    now = new Date(now.getTime() + 10_000);
    await put('two');
    const StartingSequenceNumber = first.SequenceNumber;
    const starts = [
      await iterate({ ShardIteratorType: 'TRIM_HORIZON' }),
      await iterate({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }),
      await iterate({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber }),
      await iterate({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(now.getTime() - 1_000) }),
      latest,
    ];
    const found = await Promise.all(starts.map(async (start) => texts(await read(start))));
    expect(found).toEqual([['one', 'two'], ['one', 'two'], ['two'], ['two'], ['two']]);
  });

  test('an answer tells how far behind the reader is, and where to go on', async () => {
    await put('one');
    await put('two');
    now = new Date(now.getTime() + 3_000);
    const first = await read(await iterate({ ShardIteratorType: 'TRIM_HORIZON' }), 1);
    expect([texts(first), first.MillisBehindLatest]).toEqual([['one'], 3_000]);
    const second = await read(first.NextShardIterator);
    expect([texts(second), second.MillisBehindLatest]).toEqual([['two'], 0]);
  });

  test('an iterator expires after five minutes', async () => {
    const iterator = await iterate({ ShardIteratorType: 'LATEST' });
    now = new Date(now.getTime() + 5 * 60_000 + 1);
    kinesis = clientsFor(aws.url, aws.managementCredentials).kinesis;
    kinesis.config.systemClockOffset = now.getTime() - Date.now();
    expect(await failureOf(read(iterator))).toMatchObject({ name: 'ExpiredIteratorException' });
  });

  test('a fault lets some entries of PutRecords fail while the others arrive', async () => {
    aws.faults.set({ failEveryNthPutRecord: 2 });
    const Records = ['a', 'b', 'c'].map((text) => ({ Data: Buffer.from(text), PartitionKey: text }));
    const answer = await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }));
    expect([answer.FailedRecordCount, answer.Records?.map((one) => one.ErrorCode)]).toEqual([1, [undefined, 'ProvisionedThroughputExceededException', undefined]]);
    expect(texts(await read(await iterate({ ShardIteratorType: 'TRIM_HORIZON' })))).toEqual(['a', 'c']);
  });

  test('the same port speaks HTTP/1.1 too', async () => {
    const plain = new KinesisClient({
      endpoint: aws.url, region: 'us-east-1', credentials: aws.managementCredentials, requestHandler: new NodeHttpHandler(),
    });
    const { SequenceNumber } = await plain.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: Buffer.from('x') }));
    expect(SequenceNumber).toMatch(/^\d{56}$/);
  });

  test('a record of several hundred kilobytes passes whole', async () => {
    const large = 'x'.repeat(700_000);
    await put(large);
    expect(texts(await read(await iterate({ ShardIteratorType: 'TRIM_HORIZON' })))).toEqual([large]);
  });
});
