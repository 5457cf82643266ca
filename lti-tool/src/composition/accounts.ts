import { createAccountMaker } from '../features/labs/make-accounts.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MILLISECONDS = 1_000;

/** Has AWS make accounts ahead of need, until closed. */
export function startAccounts(services: Services): { close(): Promise<void> } {
  const { log, config } = services;
  const maker = createAccountMaker({
    ...services,
    pool: { ready: config.POOL_SIZE, maximum: config.POOL_MAXIMUM },
    onProblem: ({ id }, error) => log.warn({ error, request: id }, 'an account was not made'),
  });
  const rounds = startRounds({ name: 'making accounts', restMilliseconds: LOOK_EVERY_MILLISECONDS, log }, () => maker.begin().then(() => false));
  return {
    async close() {
      await rounds.close();
      await maker.settled();
    },
  };
}
