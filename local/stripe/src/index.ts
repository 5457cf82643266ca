export { startLocalStripe, type LocalStripe, type LocalStripeOptions } from './server.ts';
export type { Faults } from './faults.ts';
