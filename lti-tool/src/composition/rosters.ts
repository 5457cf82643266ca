import { createRosterReader } from '../features/courses/roster-reader.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MILLISECONDS = 5_000;

/** Reads lists of people that are due from their LMSs, until closed: a new course has its class within seconds of its first launch. */
export function startRosters(services: Services): { close(): Promise<void> } {
  const { log, platformServices, notices } = services;
  const reader = createRosterReader({
    ...services,
    services: platformServices,
    tell: notices.tell,
    onProblem: ({ courseId }, error) => log.info({ error, courseId }, 'the roster could not be read'),
  });
  const rounds = startRounds({ name: 'reading rosters', restMilliseconds: LOOK_EVERY_MILLISECONDS, log }, () => reader.begin().then(() => false));
  return {
    async close() {
      await rounds.close();
      await reader.settled();
    },
  };
}
