import { AwsError } from '../errors.ts';
import { z } from 'zod';
import type { ShardRecord } from '../state/model.ts';

/** Iterators expire five minutes after they were handed out. Kinesis API Reference, GetShardIterator. */
const LIFETIME_MS = 5 * 60_000;

const position = z.object({ stream: z.string(), shard: z.string(), next: z.string(), issuedAt: z.number() });
/** A place in a shard: the sequence number of the record to read next. */
export type Position = z.output<typeof position>;

/** Writes an iterator that nobody needs to look into. */
export function writeIterator(place: Position): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Reads an iterator. Throws ExpiredIteratorException after five minutes, InvalidArgumentException for anything else. */
export function readIterator(text: string, now: Date): Position {
  const place = position.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!place.success) throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
  if (now.getTime() - place.data.issuedAt > LIFETIME_MS) {
    const issued = new Date(place.data.issuedAt).toUTCString();
    throw new AwsError(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${issued} while right now it is ${now.toUTCString()} which is further in `
      + 'the future than the tolerated delay of 300000 milliseconds.',
    );
  }
  return place.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How GetShardIterator names a place. */
export interface StartingPoint {
  readonly ShardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly StartingSequenceNumber?: string | undefined;
  readonly Timestamp?: number | undefined;
}

function given<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw new AwsError('InvalidArgumentException', `${member} is required for this ShardIteratorType.`);
  return value;
}

/** The sequence number a starting point means in a shard. `Timestamp` counts seconds since the epoch. */
export function startOf(shard: ShardRecord, start: StartingPoint): string {
  const oldest = shard.records[0]?.sequence ?? shard.nextSequence;
  switch (start.ShardIteratorType) {
    case 'TRIM_HORIZON': return oldest;
    case 'LATEST': return shard.nextSequence;
    case 'AT_SEQUENCE_NUMBER': return given(start.StartingSequenceNumber, 'StartingSequenceNumber');
    case 'AFTER_SEQUENCE_NUMBER': return String(BigInt(given(start.StartingSequenceNumber, 'StartingSequenceNumber')) + 1n);
    case 'AT_TIMESTAMP': {
      const since = given(start.Timestamp, 'Timestamp') * 1000;
      return shard.records.find((record) => record.arrivedAt >= since)?.sequence ?? shard.nextSequence;
    }
  }
}

/** Index of the first kept record at or after a sequence number; a trimmed place reads from the oldest kept record. */
export function indexOf(shard: ShardRecord, sequence: string): number {
  const wanted = BigInt(sequence);
  let [low, high] = [0, shard.records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (BigInt(shard.records[middle]?.sequence ?? sequence) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
