import { setTimeout as pause } from 'node:timers/promises';
import { createGradeSender } from '../features/grades/grade-sender.ts';
import { resyncNext } from '../features/grades/resync.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MILLISECONDS = 250;
const REST_AFTER_TROUBLE_MILLISECONDS = 2_000;

/** Sends grades that are due to their LMSs, and answers wishes to send a course's grades again, until closed. */
export function startGrades(services: Services): { close(): Promise<void> } {
  const { log, platformServices } = services;
  const stopped = new AbortController();
  const deps = { ...services, services: platformServices };
  const sender = createGradeSender({ ...deps, onFailed: (error) => log.warn({ error }, 'grades could not be sent') });
  const rounds = async (name: string, round: () => Promise<boolean>): Promise<void> => {
    while (!stopped.signal.aborted) {
      const rest = await round().then((goOn) => (goOn ? 0 : LOOK_EVERY_MILLISECONDS), (error: unknown) => {
        log.warn({ error }, `${name} failed`);
        return REST_AFTER_TROUBLE_MILLISECONDS;
      });
      await pause(rest, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = [
    rounds('sending grades', () => sender.begin().then(() => false)),
    rounds('comparing grades', () => resyncNext(deps)),
  ];
  return {
    async close() {
      stopped.abort();
      sender.stop();
      await Promise.all(running);
      await sender.settled().catch(() => {});
    },
  };
}
