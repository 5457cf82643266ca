import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { setTimeout as pause } from 'node:timers/promises';
import { isNamed } from '../aws/named.ts';
import { clientSettings, type AwsSettings } from '../aws/settings.ts';

/** A client of Kinesis with time-outs and standard retries. Kinesis speaks HTTP/2, whose handler knows sessions instead of connections. */
export function openKinesis(settings: Pick<AwsSettings, 'region' | 'endpoint' | 'credentials'>): KinesisClient {
  return new KinesisClient({ ...clientSettings(settings), requestHandler: { requestTimeout: 10_000, sessionTimeout: 60_000 } });
}

const POLL_MILLISECONDS = 200;
const LONGEST_POLLS = 300;

/** Makes a stream when it is missing and waits until it can be used. On AWS it is made beforehand, so this only looks. */
export async function ensureStream(client: KinesisClient, name: string): Promise<void> {
  for (let polls = 0; polls < LONGEST_POLLS; polls += 1) {
    const status = await client.send(new DescribeStreamSummaryCommand({ StreamName: name })).then(
      (answer) => answer.StreamDescriptionSummary?.StreamStatus,
      (error: unknown) => { if (isNamed(error, 'ResourceNotFoundException')) return 'MISSING' as const; throw error; },
    );
    if (status === 'ACTIVE' || status === 'UPDATING') return;
    if (status === 'MISSING') {
      await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 })).catch((error: unknown) => { if (!isNamed(error, 'ResourceInUseException')) throw error; });
    }
    await pause(POLL_MILLISECONDS);
  }
  throw new Error(`the stream ${name} did not become active`);
}
