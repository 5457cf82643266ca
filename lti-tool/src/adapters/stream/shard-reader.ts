import { DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, type GetRecordsOutput, type KinesisClient } from '@aws-sdk/client-kinesis';
import { isNamed } from '../aws/named.ts';
import { SHARD_END, type Checkpoint } from './checkpoints.ts';
import { rest } from './rest.ts';

/** Records of one shard, in order, none left out between the two sequence numbers. */
export interface StreamBatch {
  readonly shard: string;
  readonly firstSequence: string;
  readonly lastSequence: string;
  /** JSON values; what could not be read as JSON is the text it came as. */
  readonly values: readonly unknown[];
}

export interface ShardReading {
  readonly client: KinesisClient;
  readonly stream: string;
  readonly shard: string;
  readonly checkpoint: Checkpoint;
  readonly handle: (batch: StreamBatch) => Promise<void>;
  readonly stopped: AbortSignal;
  /** Called after each read that went well. */
  readonly onProgress: () => void;
  readonly onError: (error: unknown) => void;
  /** Between a read that left nothing and the next. */
  readonly restMilliseconds?: number;
}

/** Five reads a second are allowed per shard, whoever reads. */
const POLL_MILLISECONDS = 250;
const BATCH = 500;
/** A shard that nobody has caught up with for two minutes is an alarm. */
const NOTE_MILLISECONDS = 30_000;

/**
 * Reads a shard from its checkpoint on until it ends or reading is stopped. The checkpoint moves after a batch was handled.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
export async function readShard(reading: ShardReading): Promise<'ended' | 'stopped'> {
  await sayWhatIsLost(reading);
  const noteEnd = endNotes(reading);
  let iterator = await iteratorAtCheckpoint(reading);
  while (iterator !== undefined && !reading.stopped.aborted) {
    const page = await nextPage(reading, iterator);
    if (page === 'stopped') return 'stopped';
    if (page === 'expired') {
      iterator = await iteratorAtCheckpoint(reading);
      continue;
    }
    const handled = await handlePage(reading, page);
    await noteEnd(page);
    reading.onProgress();
    iterator = page.NextShardIterator;
    if (iterator !== undefined && handled < BATCH) await rest(reading.restMilliseconds ?? POLL_MILLISECONDS, reading.stopped);
  }
  if (iterator !== undefined) return 'stopped';
  await reading.checkpoint.save(SHARD_END);
  return 'ended';
}

/** Kinesis goes on with the oldest record it has, without a word, when those after the checkpoint are gone. */
async function sayWhatIsLost({ client, stream, shard, checkpoint, onError }: ShardReading): Promise<void> {
  const { sequence, behindSeconds } = await checkpoint.read();
  if (behindSeconds === undefined || sequence === SHARD_END) return;
  const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
  const hours = summary?.RetentionPeriodHours;
  if (hours === undefined || behindSeconds <= hours * 3_600) return;
  onError(new Error(`${stream} keeps its records for ${hours} hours, and ${shard} was not read to its end for ${Math.floor(behindSeconds / 3_600)}: what came before is lost to this reader`));
}

/** Notes from time to time that a shard was read to its end. */
function endNotes({ checkpoint }: ShardReading): (page: GetRecordsOutput) => Promise<void> {
  let noted = Number.NEGATIVE_INFINITY;
  return async ({ MillisBehindLatest: behind }) => {
    if (behind !== 0 || performance.now() - noted < NOTE_MILLISECONDS) return;
    await checkpoint.caughtUp();
    noted = performance.now();
  };
}

async function nextPage({ client, stopped }: ShardReading, iterator: string): Promise<GetRecordsOutput | 'expired' | 'stopped'> {
  try {
    return await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH }), { abortSignal: stopped });
  } catch (error) {
    if (stopped.aborted) return 'stopped';
    // iterators live five minutes; a new one starts at the checkpoint
    if (isNamed(error, 'ExpiredIteratorException')) return 'expired';
    throw error;
  }
}

/** @returns how many records there were */
async function handlePage({ shard, checkpoint, handle }: ShardReading, { Records: records = [] }: GetRecordsOutput): Promise<number> {
  const [first, last] = [records.at(0)?.SequenceNumber, records.at(-1)?.SequenceNumber];
  if (first === undefined || last === undefined) return 0;
  await handle({ shard, firstSequence: first, lastSequence: last, values: records.map((record) => parse(record.Data)) });
  await checkpoint.save(last);
  return records.length;
}

/** What is no JSON is handed on as text: whoever handles it knows what to do with it. */
function parse(data: Uint8Array | undefined): unknown {
  const text = Buffer.from(data ?? []).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @returns undefined when the shard has been read to its end */
async function iteratorAtCheckpoint({ client, stream, shard, checkpoint, onError }: ShardReading): Promise<string | undefined> {
  const { sequence: after } = await checkpoint.read();
  if (after === SHARD_END) return undefined;
  const oldest = () => client.send(new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' }));
  const next = () => client.send(new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after }));
  const answer = after === undefined ? await oldest() : await next().catch((error: unknown) => {
    if (!isNamed(error, 'InvalidArgumentException')) throw error;
    onError(new Error(`${shard} of ${stream} has no record ${after}, up to which it was read: reading goes on with the oldest there is`));
    return oldest();
  });
  return answer.ShardIterator;
}
