import { type Clock, systemClock } from '../clock.ts';
import { resumeStacks } from '../cloudformation/lifecycle.ts';
import { BackgroundWork } from '../dispatch/background.ts';
import type { Cloud } from '../dispatch/cloud.ts';
import { Dispatcher } from '../dispatch/invoke.ts';
import { FaultControl, type Faults } from '../faults/faults.ts';
import { skipAhead } from '../kinesis/stream.ts';
import { SERVICES } from '../services.ts';
import { emptyCloud, MANAGEMENT_CREDENTIALS, withAllOfEc2 } from '../state/create.ts';
import type { CloudState } from '../state/model.ts';
import { loadSnapshot, SnapshotWriter } from '../state/snapshot.ts';
import { TrailDelivery } from '../trail/delivery.ts';
import { listen } from './listen.ts';
import { requestHandler } from './routes.ts';

export interface LocalAwsOptions {
  /** Port on 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Directory of the snapshot; without one everything is forgotten on close. */
  readonly dataDir?: string;
  /** Kinesis stream of the management account (us-east-1) that receives every CloudTrail record; made at start. */
  readonly activityStream?: string;
  /** Milliseconds each stack resource takes; 250 when absent. */
  readonly provisionDelayMs?: number;
  /** Milliseconds each new account takes; as long as a stack resource when absent. */
  readonly accountDelayMs?: number;
  /** Trouble to make from the start on. */
  readonly faults?: Faults;
  /** Where the time comes from; the machine's clock when absent. */
  readonly clock?: Clock;
}

export interface LocalAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly managementCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly faults: FaultControl;
  /** Ends connections and work, and writes the last snapshot. */
  close(): Promise<void>;
}

const DEFAULT_PROVISION_DELAY_MS = 250;

async function initialState(dataDir: string | undefined, now: Date): Promise<CloudState> {
  const saved = dataDir === undefined ? null : await loadSnapshot(dataDir);
  if (saved === null) return emptyCloud(now);
  for (const account of saved.accounts.values()) {
    for (const [name, region] of account.regions) {
      region.streams.forEach(skipAhead);
      account.regions.set(name, withAllOfEc2(region));
    }
  }
  return saved;
}

/**
 * Starts an AWS of one's own on 127.0.0.1: unmodified SDK clients and the AWS CLI speak to it when `AWS_ENDPOINT_URL`
 * names its URL.
 *
 * Throws when the port is taken or the snapshot cannot be read.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const clock = options.clock ?? systemClock;
  const state = await initialState(options.dataDir, clock.now());
  const faults = new FaultControl(options.faults);
  const snapshot = options.dataDir === undefined ? null : new SnapshotWriter(options.dataDir, state);
  const delivery = new TrailDelivery(state, faults, options.activityStream, clock.now());
  const dispatcher = new Dispatcher(SERVICES, delivery);
  const work = new BackgroundWork();
  const provisionDelayMs = options.provisionDelayMs ?? DEFAULT_PROVISION_DELAY_MS;
  const cloud: Cloud = {
    state,
    clock,
    faults,
    provisionDelayMs,
    accountDelayMs: options.accountDelayMs ?? provisionDelayMs,
    changed: () => snapshot?.touch(),
    invoke: (invocation) => dispatcher.invoke(cloud, invocation),
    background: (key, task) => work.start(key, task),
  };
  const listener = await listen(options.port, requestHandler(cloud, dispatcher));
  resumeStacks(cloud);
  return {
    url: `http://127.0.0.1:${listener.port}`,
    managementCredentials: MANAGEMENT_CREDENTIALS,
    faults,
    close: async () => {
      await listener.close();
      await work.stop();
      await snapshot?.flush();
    },
  };
}
