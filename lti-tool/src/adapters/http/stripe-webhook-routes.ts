import express, { Router } from 'express';

export interface WebhookDeps {
  readonly receive: (delivery: { readonly rawBody: Buffer; readonly signature: string | undefined }) => Promise<unknown>;
}

/** Takes Stripe's webhooks with their raw bytes: the signature is over them. */
export function stripeWebhookRoutes({ receive }: WebhookDeps): Router {
  return Router().post('/stripe/webhook', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
    // express.raw leaves an empty object when nothing was sent
    const rawBody: unknown = request.body;
    const outcome = await receive({ rawBody: Buffer.isBuffer(rawBody) ? rawBody : Buffer.alloc(0), signature: request.header('stripe-signature') });
    response.json({ outcome });
  });
}
