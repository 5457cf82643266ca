import type { FaultControl } from '../faults/faults.ts';
import { uuid } from '../ids.ts';
import { appendRecord, newStream } from '../kinesis/stream.ts';
import { regionOf } from '../state/create.ts';
import type { AccountState, CloudState, JsonObject, StreamRecord } from '../state/model.ts';

/** Records LookupEvents still finds, for each account. AWS keeps 90 days; a laptop keeps the latest. */
const HISTORY_LIMIT = 2_000;
/** The Region the activity stream lives in. */
const ACTIVITY_REGION = 'us-east-1';

/** Where records go: the account's event history, and at once the activity stream of the management account. */
export class TrailDelivery {
  readonly #state: CloudState;
  readonly #faults: FaultControl;
  readonly #streamName: string | undefined;
  #held: JsonObject[] = [];

  constructor(state: CloudState, faults: FaultControl, streamName: string | undefined, now: Date) {
    this.#state = state;
    this.#faults = faults;
    this.#streamName = streamName;
    if (streamName !== undefined) this.#stream(streamName, now);
  }

  /** Takes one record. Data events are delivered but not kept, as in AWS. */
  deliver(account: AccountState, record: JsonObject, now: Date): void {
    if (record['managementEvent'] === true) {
      account.history.push(record);
      if (account.history.length > HISTORY_LIMIT) account.history.splice(0, account.history.length - HISTORY_LIMIT);
    }
    if (this.#streamName === undefined) return;
    const { deliverTimes = 1, reorderGroup = 1 } = this.#faults.current;
    this.#held.push(...Array.from({ length: deliverTimes }, () => envelope(record)));
    if (this.#held.length >= reorderGroup) this.#release(this.#stream(this.#streamName, now), now);
  }

  #release(stream: StreamRecord, now: Date): void {
    const { reorderGroup = 1 } = this.#faults.current;
    const events = reorderGroup > 1 ? this.#held.toReversed() : this.#held;
    this.#held = [];
    for (const event of events) {
      const entry = { PartitionKey: String(event['account']), Data: Buffer.from(JSON.stringify(event)).toString('base64') };
      appendRecord(stream, entry, now);
    }
  }

  #stream(name: string, now: Date): StreamRecord {
    const management = this.#state.accounts.get(this.#state.managementAccount);
    if (!management) throw new Error('The management account is missing from the state.');
    const streams = regionOf(management, ACTIVITY_REGION).streams;
    const stream = streams.get(name) ?? newStream(`arn:aws:kinesis:${ACTIVITY_REGION}:${management.id}:stream/${name}`, 1, now);
    streams.set(name, stream);
    return stream;
  }
}

function resourceArns(record: JsonObject): unknown[] {
  const resources = record['resources'];
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((one: unknown) => (typeof one === 'object' && one !== null && 'ARN' in one ? [one.ARN] : []));
}

/** A record as EventBridge hands it on. EventBridge User Guide, "AWS service events via CloudTrail". */
function envelope(record: JsonObject): JsonObject {
  return {
    version: '0',
    id: uuid(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(record['eventSource']).split('.')[0]}`,
    account: record['recipientAccountId'],
    time: record['eventTime'],
    region: record['awsRegion'],
    resources: resourceArns(record),
    detail: record,
  };
}
