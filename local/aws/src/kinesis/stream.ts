import { createHash } from 'node:crypto';
import type { ShardRecord, StreamRecord } from '../state/model.ts';

/** Records a shard keeps at most; AWS keeps them for the retention period however many there are. */
const RECORDS_PER_SHARD = 5_000;
const HASH_SPACE = 2n ** 128n;
/** Sequence numbers of AWS are 56 digits long and grow; this endpoint counts from such a number. */
const FIRST_SEQUENCE = 49_600_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000n;
const TRIM_EVERY = 256;

function newShard(index: number, count: number): ShardRecord {
  const width = HASH_SPACE / BigInt(count);
  const last = index === count - 1;
  return {
    id: `shardId-${String(index).padStart(12, '0')}`,
    startHash: String(width * BigInt(index)),
    endHash: String(last ? HASH_SPACE - 1n : width * BigInt(index + 1) - 1n),
    nextSequence: String(FIRST_SEQUENCE + BigInt(index) * 16n),
    records: [],
  };
}

/** An active stream with evenly split shards. */
export function newStream(arn: string, shards: number, now: Date): StreamRecord {
  return {
    name: arn.slice(arn.lastIndexOf('/') + 1),
    arn,
    createdAt: now.toISOString(),
    mode: 'PROVISIONED',
    retentionHours: 24,
    shards: Array.from({ length: shards }, (_unused, index) => newShard(index, shards)),
  };
}

/** A record to put, in the members of the API. */
export interface Entry {
  /** Base64, as on the wire. */
  readonly Data: string;
  readonly PartitionKey: string;
  /** Decimal hash key that overrides the partition key's. */
  readonly ExplicitHashKey?: string | undefined;
}

function shardFor(stream: StreamRecord, { PartitionKey, ExplicitHashKey }: Entry): ShardRecord {
  const hash = ExplicitHashKey === undefined
    ? BigInt(`0x${createHash('md5').update(PartitionKey).digest('hex')}`)
    : BigInt(ExplicitHashKey);
  const found = stream.shards.find((shard) => BigInt(shard.startHash) <= hash && hash <= BigInt(shard.endHash));
  if (!found) throw new Error(`Stream ${stream.name} has no shard for hash ${hash}.`);
  return found;
}

function trim(stream: StreamRecord, shard: ShardRecord, now: Date): void {
  const oldest = now.getTime() - stream.retentionHours * 3_600_000;
  const expired = shard.records.findIndex((record) => record.arrivedAt >= oldest);
  const drop = Math.max(expired < 0 ? shard.records.length : expired, shard.records.length - RECORDS_PER_SHARD);
  if (drop > 0) shard.records.splice(0, drop);
}

/**
 * Numbers a shard skips at every start. The snapshot may be older than the last records a reader has seen: new records must
 * come after the place that reader remembers.
 */
const SKIP_AT_START = 1_000_000_000n;

/** Makes sure that records put from now on come after any that were ever read. */
export function skipAhead(stream: StreamRecord): void {
  for (const shard of stream.shards) shard.nextSequence = String(BigInt(shard.nextSequence) + SKIP_AT_START);
}

/** Where a record was put. */
export interface Placement {
  readonly ShardId: string;
  readonly SequenceNumber: string;
}

/** Appends one record. */
export function appendRecord(stream: StreamRecord, entry: Entry, now: Date): Placement {
  const shard = shardFor(stream, entry);
  const sequence = shard.nextSequence;
  shard.nextSequence = String(BigInt(sequence) + 1n);
  shard.records.push({ sequence, partitionKey: entry.PartitionKey, data: entry.Data, arrivedAt: now.getTime() });
  if (shard.records.length % TRIM_EVERY === 0) trim(stream, shard, now);
  return { ShardId: shard.id, SequenceNumber: sequence };
}
