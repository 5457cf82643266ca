import { createNoticeOrders } from '../features/launch/notices/order-notices.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MILLISECONDS = 5_000;

/** Orders the notices that platforms offer, until closed. */
export function startNoticeOrders(services: Services): { close(): Promise<void> } {
  const { log, platformServices } = services;
  const orders = createNoticeOrders({ ...services, services: platformServices, onProblem: ({ platformId }, error) => log.warn({ error, platformId }, 'notices could not be ordered') });
  const rounds = startRounds({ name: 'ordering notices', restMilliseconds: LOOK_EVERY_MILLISECONDS, log }, () => orders.begin().then(() => false));
  return {
    async close() {
      await rounds.close();
      await orders.settled();
    },
  };
}
