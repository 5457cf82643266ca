import { KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { median, quantile } from '../measure/statistics.ts';
import { serve } from '../run/child.ts';
import { openPage } from './open-page.ts';

const messageSchema = z.object({ eventId: z.string(), data: z.string(), partitionKey: z.string() });
const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), url: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
  z.object({ kind: z.literal('flood'), stream: z.string(), messages: z.array(messageSchema) }),
  z.object({
    kind: z.literal('watch'),
    stream: z.string(),
    toolUrl: z.string(),
    learners: z.array(z.object({ session: z.object({ id: z.string(), secret: z.string() }), messages: z.array(messageSchema) })),
  }),
]);
type Question = z.infer<typeof questionSchema>;
type Watch = Extract<Question, { kind: 'watch' }>;

/** PutRecords takes so many at a time. */
const BATCH = 500;
/** Up to this long a learner thinks before the next call, so that calls fall anywhere between two looks at the stream. */
const LONGEST_THOUGHT_MILLISECONDS = 400;

let kinesis: KinesisClient | undefined;

function client(): KinesisClient {
  if (kinesis === undefined) throw new Error('the stream is not open');
  return kinesis;
}

function open({ url, accessKeyId, secretAccessKey }: Extract<Question, { kind: 'open' }>): object {
  kinesis = new KinesisClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
  return {};
}

/** Puts everything onto the stream as fast as it takes it. @returns the last sequence number */
async function flood({ stream, messages }: Extract<Question, { kind: 'flood' }>): Promise<object> {
  let last = '';
  for (let from = 0; from < messages.length; from += BATCH) {
    const batch = messages.slice(from, from + BATCH);
    const { Records = [], FailedRecordCount = 0 } = await client().send(new PutRecordsCommand({ StreamName: stream, Records: batch.map(({ data, partitionKey }) => ({ PartitionKey: partitionKey, Data: Buffer.from(data) })) }));
    if (FailedRecordCount > 0) throw new Error(`the stream refused ${FailedRecordCount} records`);
    last = Records.at(-1)?.SequenceNumber ?? last;
  }
  return { last };
}

/** Each learner has the page open and makes one call after another; how long until the page hears of each. */
async function watch({ stream, toolUrl, learners }: Watch): Promise<object> {
  const all = await Promise.all(learners.map((learner) => callsOf(stream, toolUrl, learner)));
  const milliseconds = all.flat();
  return { median: median(milliseconds), p99: quantile(milliseconds, 0.99), slowest: Math.max(...milliseconds) };
}

async function callsOf(stream: string, toolUrl: string, { session, messages }: Watch['learners'][number]): Promise<number[]> {
  const page = await openPage(toolUrl, session);
  const milliseconds: number[] = [];
  for (const { eventId, data, partitionKey } of messages) {
    await pause(Math.random() * LONGEST_THOUGHT_MILLISECONDS);
    const heard = page.hears(eventId);
    const began = performance.now();
    await client().send(new PutRecordCommand({ StreamName: stream, PartitionKey: partitionKey, Data: Buffer.from(data) }));
    milliseconds.push((await heard) - began);
  }
  page.close();
  return milliseconds;
}

serve(async (question) => {
  const asked = questionSchema.parse(question);
  switch (asked.kind) {
    case 'open':
      return open(asked);
    case 'flood':
      return flood(asked);
    case 'watch':
      return watch(asked);
  }
});
