export { startLocalStripe, type LocalStripe, type LocalStripeOptions } from './server.ts';
export type { FaultName, Faults } from './faults.ts';
export type { WebhookTarget } from './webhooks.ts';
