import { setTimeout as pause } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { seconds } from './context.ts';
import { strikes, type Faults } from './faults.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Stripe's are named `whsec_…`. */
  readonly secret: string;
}

const RETRY_MILLISECONDS = [0, 200, 500, 1_000, 2_000, 5_000, 10_000];
const TIMEOUT_MILLISECONDS = 5_000;

export interface WebhookSender {
  send(event: object): void;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface SenderOptions {
  readonly faults: Faults;
  now(): Date;
}

/** Sends events with Stripe's real signatures, and again while the endpoint does not take them. */
export function createWebhookSender(target: WebhookTarget | undefined, { faults, now }: SenderOptions): WebhookSender {
  if (target === undefined) return { send() {}, async close() {} };
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const delayed: object[] = [];
  const start = (event: object): void => {
    const copies = strikes(faults, 'duplicateWebhooks') ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const sending: Promise<void> = deliver(() => isTaken({ target, payload: JSON.stringify(event), timestamp: seconds(now()), stopped: stopped.signal }), stopped.signal).finally(() => underWay.delete(sending));
      underWay.add(sending);
    }
  };
  return {
    send(event) {
      if (strikes(faults, 'delayWebhooks')) return void delayed.push(event);
      start(event);
      const late = delayed.splice(0);
      // behind the one that overtook them
      void Promise.all(underWay).then(() => late.forEach(start));
    },
    async close() {
      stopped.abort();
      await Promise.allSettled(underWay);
    },
  };
}

async function deliver(attempt: () => Promise<boolean>, stopped: AbortSignal): Promise<void> {
  for (const wait of RETRY_MILLISECONDS) {
    const isStopped = await pause(wait, false, { signal: stopped }).catch(() => true);
    if (isStopped || (await attempt())) return;
  }
}

interface Attempt {
  readonly target: WebhookTarget;
  readonly payload: string;
  /** When it is signed, in Unix time: each attempt is signed anew. */
  readonly timestamp: number;
  readonly stopped: AbortSignal;
}

function isTaken({ target, payload, timestamp, stopped }: Attempt): Promise<boolean> {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: target.secret, timestamp });
  return fetch(target.url, {
    method: 'POST',
    body: payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
  }).then((answer) => answer.ok, () => false);
}
