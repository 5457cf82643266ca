import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ExpiredIteratorException, GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand, PutRecordCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { randomUUID } from 'node:crypto';
import { ensureStream, openKinesis } from '../src/adapters/stream/client.ts';
import { startStreamConsumer, type ConsumerOptions } from '../src/adapters/stream/consumer.ts';
import { publishBatch, startPublisher } from '../src/adapters/stream/publisher.ts';
import { openDatabase } from '../src/adapters/postgres/database.ts';
import { createEmit } from '../src/adapters/postgres/outbox.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { institutionIdSchema, labIdSchema, personIdSchema, type LabId } from '../src/domain/ids.ts';
import { streamEventSchema } from '../src/domain/stream-event.ts';
import { until } from './lab-world.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let aws: LocalAws;
let made: MigratedDatabase;
let client: KinesisClient;
const closers: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  [aws, made] = await Promise.all([startLocalAws({ port: 0 }), migratedDatabase()]);
  client = openKinesis({ region: 'us-east-1', endpoint: aws.url, credentials: aws.managementCredentials });
});
afterEach(async () => {
  aws.faults.clear();
  await Promise.all(closers.splice(0).map((part) => part.close()));
});
afterAll(async () => {
  client.destroy();
  await aws.close();
  await made.close();
});

async function newStream(): Promise<string> {
  const name = `stream-${randomUUID()}`;
  await ensureStream(client, name);
  return name;
}

async function put(stream: string, ...values: unknown[]): Promise<void> {
  for (const value of values) await client.send(new PutRecordCommand({ StreamName: stream, PartitionKey: 'k', Data: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) }));
}

/** Starts a consumer that keeps what it is given; it is closed after the test. */
function consuming(stream: string, options: Partial<ConsumerOptions> = {}): { readonly seen: unknown[]; readonly errors: unknown[]; close(): Promise<void> } {
  const seen: unknown[] = [];
  const errors: unknown[] = [];
  const handle = async ({ values }: { values: readonly unknown[] }): Promise<void> => void seen.push(...values);
  const consumer = startStreamConsumer({ client, pool: made.database.pool, stream, consumer: 'test', handle, onError: (error) => errors.push(error), ...options });
  closers.push(consumer);
  return { seen, errors, close: () => consumer.close() };
}

describe('reading a stream', () => {
  test('records come in order, and what is no JSON comes as its text', async () => {
    const stream = await newStream();
    await put(stream, { n: 1 }, 'no JSON', { n: 2 });
    const { seen } = consuming(stream);
    await until('three records are read', () => seen.length === 3);
    expect(seen).toEqual([{ n: 1 }, 'no JSON', { n: 2 }]);
  });

  test('a consumer that starts again goes on after what was handled', async () => {
    const stream = await newStream();
    await put(stream, 1, 2);
    const before = consuming(stream);
    await until('both are read', () => before.seen.length === 2);
    await before.close();
    await put(stream, 3);
    const after = consuming(stream);
    await until('the third is read', () => after.seen.length > 0);
    expect(after.seen).toEqual([3]);
  });

  test('a batch whose handling failed comes again', async () => {
    const stream = await newStream();
    await put(stream, 1, 2);
    const handled: unknown[][] = [];
    const { errors } = consuming(stream, {
      async handle({ values }) {
        handled.push([...values]);
        if (handled.length === 1) throw new Error('the database is away');
      },
    });
    await until('it is handled twice', () => handled.length === 2);
    expect(handled).toEqual([[1, 2], [1, 2]]);
    expect(errors).toEqual([new Error('the database is away')]);
  });

  test('of two processes with one name only one reads, and the other takes over when it ends', async () => {
    const stream = await newStream();
    const one = consuming(stream);
    await put(stream, 1);
    await until('the first reads', () => one.seen.length === 1);
    const other = consuming(stream);
    await put(stream, 2);
    await until('the first reads on', () => one.seen.length === 2);
    expect(other.seen).toEqual([]);
    await one.close();
    await put(stream, 3);
    await until('the other has taken over', () => other.seen.length > 0);
    expect([one.seen, other.seen]).toEqual([[1, 2], [3]]);
  });

  test('a lost database connection is replaced, and nothing is left out', async () => {
    const stream = await newStream();
    const { seen, errors } = consuming(stream);
    await put(stream, 1);
    await until('the first is read', () => seen.length === 1);
    await made.database.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`);
    await put(stream, 2);
    await until('the loss is noticed and the second is read', () => seen.includes(2) && errors.length > 0);
    await put(stream, 3);
    await until('reading goes on', () => seen.includes(3));
    expect([...new Set(seen)]).toEqual([1, 2, 3]);
  });

  test('a stream that asks to slow down is read more slowly, not given up', async () => {
    const stream = await newStream();
    aws.faults.set({ throttle: { service: 'kinesis', operation: 'GetRecords', times: 4 } });
    const { seen } = consuming(stream);
    await put(stream, 1);
    await until('it is read in the end', () => seen.length > 0);
    expect(seen).toEqual([1]);
  });
});

describe('a pause', () => {
  const reading = async (stream: string): Promise<{ sequence: string | null; caught_up: boolean }[]> =>
    await made.database.query(`select sequence, caught_up_at is not null as caught_up from stream_checkpoint where consumer = $1`, [`test:${stream}`]);
  const paused = (stream: string, hours: number) => made.database.query(`update stream_checkpoint set caught_up_at = now() - $2 * interval '1 hour' where consumer = $1`, [`test:${stream}`, hours]);

  test('begins when a shard was last read to its end, also before it had a record', async () => {
    const stream = await newStream();
    const { seen } = consuming(stream);
    await until('the empty shard was read', async () => (await reading(stream)).length === 1);
    expect(await reading(stream)).toEqual([{ sequence: null, caught_up: true }]);
    await put(stream, 1);
    await until('the record is read and noted', async () => seen.length === 1 && (await reading(stream))[0]?.sequence !== null);
  });

  test.each([[23, []], [25, [expect.objectContaining({ message: expect.stringMatching(/^stream-.+ keeps its records for 24 hours, and shardId-000000000000 was not read to its end for 25/) })]]])(
    'of %d hours, where records are kept for a day, is said to have lost some or not',
    async (hours, said) => {
      const stream = await newStream();
      await put(stream, 1);
      const before = consuming(stream);
      await until('it is read', async () => before.seen.length === 1 && (await reading(stream))[0]?.caught_up === true);
      await before.close();
      await paused(stream, hours);
      await put(stream, 2);
      const after = consuming(stream);
      await until('reading goes on', () => after.seen.length > 0);
      expect([after.seen, after.errors]).toEqual([[2], said]);
    },
  );
});

/** A stream of one closed shard with two pages; the first iterator is used when it has expired already. */
class ClosedShard {
  readonly calls: string[] = [];
  listed = 0;
  #expired = false;

  async send(command: unknown): Promise<object> {
    if (command instanceof ListShardsCommand) {
      this.listed += 1;
      return { Shards: [{ ShardId: 'shard-0' }] };
    }
    if (command instanceof GetShardIteratorCommand) {
      this.calls.push(command.input.ShardIteratorType ?? '');
      return { ShardIterator: command.input.ShardIteratorType === 'TRIM_HORIZON' ? 'page-1' : 'page-2' };
    }
    if (!(command instanceof GetRecordsCommand)) throw new Error('nothing else is asked');
    if (command.input.ShardIterator === 'page-1') return { Records: [{ SequenceNumber: '1', Data: Buffer.from('1') }], NextShardIterator: 'page-2' };
    if (!this.#expired) {
      this.#expired = true;
      throw new ExpiredIteratorException({ message: 'Iterator expired.', $metadata: {} });
    }
    return { Records: [{ SequenceNumber: '2', Data: Buffer.from('2') }] };
  }
}

test('an expired iterator is renewed at the checkpoint, and a closed shard is read to its end once and for all', async () => {
  const shard = new ClosedShard();
  // the consumer calls `send` alone
  const fake = { client: shard as unknown as KinesisClient };
  const first = consuming('closed', fake);
  await until('the end is noted', async () => (await made.database.query(`select 1 from stream_checkpoint where sequence = 'SHARD_END'`)).length === 1);
  expect([first.seen, shard.calls]).toEqual([[1, 2], ['TRIM_HORIZON', 'AFTER_SEQUENCE_NUMBER']]);
  await first.close();
  const again = consuming('closed', fake);
  await until('the shard is found again', () => shard.listed === 2);
  await again.close();
  expect([again.seen, shard.calls]).toEqual([[], ['TRIM_HORIZON', 'AFTER_SEQUENCE_NUMBER']]);
});

describe('publishing events', () => {
  const emit = createEmit({ clock: systemClock, ids: randomIds });
  const institutionId = institutionIdSchema.parse(randomUUID());
  const publisher = (stream: string) => ({ client, sql: made.database, stream, pseudonymOf: () => 'pseudonym', onError: () => {} });

  async function raise(labId: LabId, seconds: number): Promise<void> {
    const place = { institutionId, courseId: null, resourceLinkId: null, personId: personIdSchema.parse(randomUUID()), labId };
    await made.database.transaction((tx) => emit(tx, place, { type: 'lab.ready', secondsToReady: seconds }));
  }

  /** The order in which a reader who knows repetitions by id sees the events of a lab. */
  function orderOf(seen: readonly unknown[], labId: LabId): number[] {
    const events = new Map(seen.map((value) => streamEventSchema.parse(value)).map((event) => [event.id, event]));
    return [...events.values()].filter(({ place }) => place.labId === labId).map(({ body }) => (body.type === 'lab.ready' ? body.secondsToReady : -1));
  }

  test('events reach the stream in order, each marked, and name no person', async () => {
    const stream = await newStream();
    const lab = labIdSchema.parse(randomUUID());
    for (const seconds of [1, 2, 3]) await raise(lab, seconds);
    closers.push(startPublisher(publisher(stream)));
    const { seen } = consuming(stream);
    await until('three events are read', () => seen.length === 3);
    expect(orderOf(seen, lab)).toEqual([1, 2, 3]);
    expect(JSON.stringify(seen)).not.toContain('personId');
    await until('all are marked', async () => (await made.database.query('select 1 from event_outbox where published_at is null')).length === 0);
  });

  test('what the stream refuses goes again until all is there', async () => {
    const stream = await newStream();
    const labs = [randomUUID(), randomUUID(), randomUUID()].map((id) => labIdSchema.parse(id));
    for (const seconds of [1, 2, 3, 4]) for (const lab of labs) await raise(lab, seconds);
    aws.faults.set({ failEveryNthPutRecord: 5 });
    expect(await publishBatch(publisher(stream))).toBe(12);
    const { seen } = consuming(stream);
    await until('every event is read', () => labs.every((lab) => orderOf(seen, lab).length === 4));
    expect(labs.map((lab) => orderOf(seen, lab).toSorted((a, b) => a - b))).toEqual([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]);
  });

  test('two publishers at once do not send the same events', async () => {
    const stream = await newStream();
    for (const seconds of [1, 2]) await raise(labIdSchema.parse(randomUUID()), seconds);
    const counts = await Promise.all([publishBatch(publisher(stream)), publishBatch(publisher(stream))]);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 2]);
  });

  test('events that could not be sent stay unmarked and are sent the next time', async () => {
    await raise(labIdSchema.parse(randomUUID()), 1);
    await expect(publishBatch(publisher('there-is-no-such-stream'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await publishBatch(publisher(await newStream()))).toBe(1);
  });

  test('events that are too much for one request go in several, and one too long for any is said and left out', async () => {
    const stream = await newStream();
    const lab = labIdSchema.parse(randomUUID());
    const place = { institutionId, courseId: null, resourceLinkId: null, personId: null, labId: lab };
    const kilobytes = [700, 700, 1_100, 700];
    for (const [index, length] of kilobytes.entries()) await made.database.transaction((tx) => emit(tx, place, { type: 'lab.failed', what: `${index}`, why: 'x'.repeat(length * 1024) }));
    const errors: unknown[] = [];
    const published: number[] = [];
    for (let count = 1; count > 0;) published.push(count = await publishBatch({ ...publisher(stream), onError: (error) => errors.push(error) }));
    expect([published, errors]).toEqual([[1, 2, 1, 0], [expect.objectContaining({ message: expect.stringContaining('longer than a stream takes') })]]);
    const { seen } = consuming(stream);
    await until('the three are read', () => seen.length === 3);
    expect(seen.map((value) => streamEventSchema.parse(value).body)).toMatchObject([{ what: '0' }, { what: '1' }, { what: '3' }]);
  });

  test('no listener of a batch stays on the connection that it gives back', async () => {
    const single = openDatabase({ url: made.url, maxConnections: 1 });
    closers.push(single);
    const listeners = async (): Promise<number> => {
      const connection = await single.pool.connect();
      const count = connection.listenerCount('error');
      connection.release();
      return count;
    };
    const before = await listeners();
    const stream = await newStream();
    await publishBatch({ ...publisher(stream), sql: single });
    expect(await listeners()).toBe(before);
  });
});
