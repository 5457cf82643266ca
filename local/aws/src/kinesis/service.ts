import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { page, whole } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import type { ShardRecord, StreamRecord } from '../state/model.ts';
import { indexOf, readIterator, startOf, writeIterator } from './iterator.ts';
import { appendRecord, newStream } from './stream.ts';

const named = { StreamName: z.string().optional(), StreamARN: z.string().optional() };
type Named = { readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined };

function nameOf(input: Named): string {
  const name = input.StreamName ?? input.StreamARN?.split('/')[1];
  if (name === undefined) throw new AwsError('InvalidArgumentException', 'Either StreamName or StreamARN is required.');
  return name;
}

function arnOf(input: Named, context: CallContext): string {
  return `arn:aws:kinesis:${context.region.name}:${context.account.id}:stream/${nameOf(input)}`;
}

function streamOf(input: Named, context: CallContext): StreamRecord {
  const stream = context.region.streams.get(nameOf(input));
  if (stream) return stream;
  throw new AwsError('ResourceNotFoundException', `Stream ${nameOf(input)} under account ${context.account.id} not found.`);
}

function shardOf(stream: StreamRecord, id: string): ShardRecord {
  const shard = stream.shards.find((one) => one.id === id);
  if (shard) return shard;
  throw new AwsError('ResourceNotFoundException', `Shard ${id} in stream ${stream.name} does not exist.`);
}

const onStream = (input: Named, context: CallContext) => ({ arn: arnOf(input, context) });

const createStream = operation({
  name: 'CreateStream',
  access: 'write',
  input: z.object({ StreamName: z.string().regex(/^[\w.-]{1,128}$/), ShardCount: whole.min(1).max(200).default(1) }),
  target: onStream,
  run: (input, context) => {
    if (context.region.streams.has(input.StreamName)) {
      throw new AwsError('ResourceInUseException', `Stream ${input.StreamName} under account ${context.account.id} already exists.`);
    }
    const stream = newStream(arnOf(input, context), input.ShardCount, context.now);
    context.region.streams.set(stream.name, stream);
    return {};
  },
});

const deleteStream = operation({
  name: 'DeleteStream',
  access: 'write',
  input: z.object(named),
  target: onStream,
  run: (input, context) => {
    context.region.streams.delete(streamOf(input, context).name);
    return {};
  },
});

const listStreams = operation({
  name: 'ListStreams',
  access: 'read',
  input: z.object({ Limit: whole.default(100), NextToken: z.string().optional() }),
  run: (input, context) => {
    const { items, next } = page([...context.region.streams.keys()].sort(), input.NextToken, input.Limit);
    return { StreamNames: items, HasMoreStreams: next !== undefined, NextToken: next };
  },
});

const describeStreamSummary = operation({
  name: 'DescribeStreamSummary',
  access: 'read',
  input: z.object(named),
  target: onStream,
  run: (input, context) => {
    const stream = streamOf(input, context);
    return {
      StreamDescriptionSummary: {
        StreamName: stream.name,
        StreamARN: stream.arn,
        StreamStatus: 'ACTIVE',
        StreamModeDetails: { StreamMode: stream.mode },
        RetentionPeriodHours: stream.retentionHours,
        StreamCreationTimestamp: new Date(stream.createdAt),
        EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
        EncryptionType: 'NONE',
        OpenShardCount: stream.shards.length,
        ConsumerCount: 0,
      },
    };
  },
});

function describeShard(shard: ShardRecord) {
  return {
    ShardId: shard.id,
    HashKeyRange: { StartingHashKey: shard.startHash, EndingHashKey: shard.endHash },
    SequenceNumberRange: { StartingSequenceNumber: shard.records[0]?.sequence ?? shard.nextSequence },
  };
}

const listShards = operation({
  name: 'ListShards',
  access: 'read',
  input: z.object({ ...named, MaxResults: whole.default(1_000), NextToken: z.string().optional() }),
  target: (input, context) => ({ arn: input.NextToken === undefined ? arnOf(input, context) : '*' }),
  run: (input, context) => {
    const [name = '', token] = (input.NextToken ?? nameOf(input)).split(':');
    const { items, next } = page(streamOf({ StreamName: name }, context).shards, token, input.MaxResults);
    return { Shards: items.map(describeShard), NextToken: next === undefined ? undefined : `${name}:${next}` };
  },
});

const entry = { Data: z.string(), PartitionKey: z.string().min(1).max(256), ExplicitHashKey: z.string().optional() };

/** A record may have 1 MiB with its key, a request 5 MiB. PutRecords, Kinesis API Reference. */
const MEBIBYTE = 1024 * 1024;

function checkSizes(records: readonly { readonly Data: string; readonly PartitionKey: string }[]): void {
  const sizes = records.map(({ Data, PartitionKey }) => Buffer.byteLength(Data, 'base64') + Buffer.byteLength(PartitionKey));
  if (sizes.some((size) => size > MEBIBYTE)) throw new AwsError('ValidationException', `Records larger than ${MEBIBYTE} bytes are not supported.`);
  if (sizes.reduce((sum, size) => sum + size, 0) > 5 * MEBIBYTE) throw new AwsError('InvalidArgumentException', 'Records size exceeds 5 MB limit');
}

const putRecord = operation({
  name: 'PutRecord',
  access: 'write',
  unrecorded: true,
  input: z.object({ ...named, ...entry }),
  target: onStream,
  run: (input, context) => {
    checkSizes([input]);
    return { ...appendRecord(streamOf(input, context), input, context.now), EncryptionType: 'NONE' };
  },
});

const putRecords = operation({
  name: 'PutRecords',
  access: 'write',
  unrecorded: true,
  input: z.object({ ...named, Records: z.array(z.object(entry)).min(1).max(500) }),
  target: onStream,
  run: (input, context) => {
    const stream = streamOf(input, context);
    checkSizes(input.Records);
    const nth = context.cloud.faults.current.failEveryNthPutRecord ?? 0;
    const results = input.Records.map((record, index) => {
      if (nth > 0 && (index + 1) % nth === 0) {
        return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: `Rate exceeded for shard in stream ${stream.name} under account ${context.account.id}.` };
      }
      return appendRecord(stream, record, context.now);
    });
    return { FailedRecordCount: results.filter((one) => 'ErrorCode' in one).length, Records: results, EncryptionType: 'NONE' };
  },
});

const getShardIterator = operation({
  name: 'GetShardIterator',
  access: 'read',
  unrecorded: true,
  input: z.object({
    ...named,
    ShardId: z.string(),
    ShardIteratorType: z.enum(['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP']),
    StartingSequenceNumber: z.string().regex(/^\d+$/).optional(),
    Timestamp: z.number().optional(),
  }),
  target: onStream,
  run: (input, context) => {
    const stream = streamOf(input, context);
    const next = startOf(shardOf(stream, input.ShardId), input);
    const issuedAt = context.now.getTime();
    return { ShardIterator: writeIterator({ stream: stream.name, shard: input.ShardId, next, issuedAt }) };
  },
});

/** GetRecords answers at most 10 MB. Kinesis API Reference, GetRecords. */
const ANSWER_LIMIT_BYTES = 10 * 1024 * 1024;

function takeRecords(shard: ShardRecord, from: number, limit: number): ShardRecord['records'] {
  const records = shard.records.slice(from, from + limit);
  let size = 0;
  const tooMany = records.findIndex((record) => (size += record.data.length) > ANSWER_LIMIT_BYTES);
  return tooMany > 0 ? records.slice(0, tooMany) : records;
}

const getRecords = operation({
  name: 'GetRecords',
  access: 'read',
  unrecorded: true,
  input: z.object({ ShardIterator: z.string(), Limit: whole.min(1).max(10_000).default(10_000), StreamARN: z.string().optional() }),
  target: (input, context) => ({ arn: arnOf({ StreamName: readIterator(input.ShardIterator, context.now).stream }, context) }),
  run: (input, context) => {
    const place = readIterator(input.ShardIterator, context.now);
    const shard = shardOf(streamOf({ StreamName: place.stream }, context), place.shard);
    const from = indexOf(shard, place.next);
    const records = takeRecords(shard, from, input.Limit);
    const waiting = shard.records[from + records.length];
    const last = records.at(-1);
    const next = last ? String(BigInt(last.sequence) + 1n) : place.next;
    return {
      Records: records.map((record) => ({
        SequenceNumber: record.sequence,
        ApproximateArrivalTimestamp: new Date(record.arrivedAt),
        Data: record.data,
        PartitionKey: record.partitionKey,
        EncryptionType: 'NONE',
      })),
      NextShardIterator: writeIterator({ ...place, next, issuedAt: context.now.getTime() }),
      MillisBehindLatest: waiting ? Math.max(1, context.now.getTime() - waiting.arrivedAt) : 0,
    };
  },
});

/** Kinesis Data Streams: streams, puts and shard readers. */
export const kinesis = service({
  id: 'kinesis',
  protocol: 'json1.1',
  errors: { throttled: 'ProvisionedThroughputExceededException' },
  operations: [
    createStream, deleteStream, listStreams, describeStreamSummary, listShards,
    putRecord, putRecords, getShardIterator, getRecords,
  ],
});
