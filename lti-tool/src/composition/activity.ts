import { ensureStream, openKinesis } from '../adapters/stream/client.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import { startStreamConsumer, type StreamBatch } from '../adapters/stream/consumer.ts';
import { startPublisher } from '../adapters/stream/publisher.ts';
import { receiveRecords } from '../features/activity/receive-records.ts';
import { streamEventSchema, type StreamEvent } from '../domain/stream-event.ts';
import { takeRecords } from '../use-cases/judge-lab.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

/** Of both streams together; PostgreSQL must allow as many connections. */
const MOST_SHARDS = 64;

/** Insight may be some seconds old; each read makes a file, and a question opens every file of the day. */
const WAREHOUSE_REST_MILLISECONDS = 5_000;
const JOIN_FILES_MILLISECONDS = 3_600_000;

/** The activity role: CloudTrail records in, domain events out, and from there into the warehouse. */
export async function startActivity(services: Services): Promise<{ close(): Promise<void> }> {
  const { config, log } = services;
  const client = openKinesis({ region: config.AWS_REGION, endpoint: config.AWS_ENDPOINT_URL });
  const onError = (error: unknown): void => log.warn({ error }, 'a stream could not be read or written');
  await ensureStream(client, config.ACTIVITY_STREAM);
  await ensureStream(client, config.EVENTS_STREAM);
  // each shard is held by a connection of its own as long as it is read; however many shards there are, the handlers keep theirs
  const holders = openDatabase({ url: config.DATABASE_URL, maxConnections: MOST_SHARDS, onError });
  const { pool } = holders;
  const parts = [
    startStreamConsumer({ client, pool, onError, stream: config.ACTIVITY_STREAM, consumer: 'activity', handle: ({ values }) => receiveRecords({ ...services, takeRecords: (labId, records, via) => takeRecords(services, labId, records, via) }, values, 'stream') }),
    startPublisher({ client, sql: services.database, onError, stream: config.EVENTS_STREAM, pseudonymOf: services.pseudonymOf }),
    startStreamConsumer({ client, pool, onError, stream: config.EVENTS_STREAM, consumer: 'warehouse', restMilliseconds: WAREHOUSE_REST_MILLISECONDS, handle: (batch) => keepInWarehouse(services, batch) }),
    startRounds({ name: 'joining the files of past days', restMilliseconds: JOIN_FILES_MILLISECONDS, log }, () => joinPastDays(services)),
  ];
  return {
    async close() {
      await Promise.all(parts.map((part) => part.close()));
      await holders.close();
      client.destroy();
    },
  };
}

async function joinPastDays({ warehouse, clock }: Services): Promise<false> {
  await warehouse.joinDaysBefore(clock.now().toISOString().slice(0, 'yyyy-mm-dd'.length));
  return false;
}

/** Events that are not of our form are not ours: another producer writes to the stream. */
async function keepInWarehouse({ warehouse, log }: Services, { shard, firstSequence, lastSequence, values }: StreamBatch): Promise<void> {
  const events = values.flatMap((value): StreamEvent[] => {
    const parsed = streamEventSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  if (events.length < values.length) log.warn({ dropped: values.length - events.length }, 'the event stream holds what is no event');
  if (events.length > 0) await warehouse.append(`${shard}-${firstSequence}-${lastSequence}`, events);
}
