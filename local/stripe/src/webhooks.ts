import { Stripe } from 'stripe';

export interface WebhookTarget { readonly url: string; readonly secret: string }

const RETRY_MILLISECONDS = [0, 200, 500, 1_000, 2_000, 5_000, 10_000];

export interface WebhookSender {
  send(event: object, copies: number): void;
  /** Waits for what is under way; what still fails is given up. */
  close(): Promise<void>;
}

/** Sends events with Stripe's real signatures, and again while the endpoint does not take them. */
export function createWebhookSender(target: WebhookTarget | undefined): WebhookSender {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  return {
    send(event, copies) {
      if (target === undefined) return;
      for (let copy = 0; copy < copies; copy += 1) {
        const sending = deliver(target, JSON.stringify(event), stopped.signal).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
    },
    async close() {
      stopped.abort();
      await Promise.allSettled(underWay);
    },
  };
}

async function deliver(target: WebhookTarget, payload: string, stopped: AbortSignal): Promise<void> {
  for (const wait of RETRY_MILLISECONDS) {
    if (await pause(wait, stopped)) return;
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: target.secret });
    const taken = await fetch(target.url, { method: 'POST', body: payload, headers: { 'content-type': 'application/json', 'stripe-signature': signature }, signal: AbortSignal.any([stopped, AbortSignal.timeout(5_000)]) })
      .then((answer) => answer.ok, () => false);
    if (taken) return;
  }
}

/** @returns true when it was stopped meanwhile */
function pause(milliseconds: number, stopped: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (stopped.aborted) return resolve(true);
    const timer = setTimeout(() => resolve(false), milliseconds);
    stopped.addEventListener('abort', () => { clearTimeout(timer); resolve(true); }, { once: true });
  });
}
