import { createHash } from 'node:crypto';
import type { ShardRecord, StreamRecord } from '../state/model.ts';

/** Records a shard keeps at most; AWS keeps them for the retention period however many there are. */
const RECORDS_PER_SHARD = 20_000;
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
export function newStream(name: string, account: string, region: string, shards: number, now: Date): StreamRecord {
  return {
    name,
    arn: `arn:aws:kinesis:${region}:${account}:stream/${name}`,
    createdAt: now.toISOString(),
    mode: 'PROVISIONED',
    retentionHours: 24,
    shards: Array.from({ length: shards }, (_unused, index) => newShard(index, shards)),
  };
}

function shardFor(stream: StreamRecord, partitionKey: string, explicitHash: string | undefined): ShardRecord {
  const hash = explicitHash === undefined
    ? BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`)
    : BigInt(explicitHash);
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

/** Where a record was put. */
export interface Placement {
  readonly ShardId: string;
  readonly SequenceNumber: string;
}

/**
 * Appends one record.
 *
 * @param data base64, as on the wire.
 * @param explicitHash decimal hash key that overrides the partition key's.
 */
export function appendRecord(
  stream: StreamRecord,
  partitionKey: string,
  data: string,
  now: Date,
  explicitHash?: string,
): Placement {
  const shard = shardFor(stream, partitionKey, explicitHash);
  const sequence = shard.nextSequence;
  shard.nextSequence = String(BigInt(sequence) + 1n);
  shard.records.push({ sequence, partitionKey, data, arrivedAt: now.getTime() });
  if (shard.records.length % TRIM_EVERY === 0) trim(stream, shard, now);
  return { ShardId: shard.id, SequenceNumber: sequence };
}
