import { createGradeSender } from '../features/grades/grade-sender.ts';
import { createGradeComparer } from '../features/grades/resync.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MILLISECONDS = 250;

/** Sends grades that are due to their LMSs, and answers wishes to send a course's grades again, until closed. */
export function startGrades(services: Services): { close(): Promise<void> } {
  const { log, platformServices } = services;
  const deps = { ...services, services: platformServices };
  const sender = createGradeSender({ ...deps, onFailed: (error) => log.warn({ error }, 'grades could not be sent') });
  const comparer = createGradeComparer({ ...deps, onProblem: ({ resync }, error) => log.warn({ error, courseId: resync.course_id }, 'grades could not be compared') });
  const running = [
    startRounds({ name: 'sending grades', restMilliseconds: LOOK_EVERY_MILLISECONDS, log }, () => sender.begin().then(() => false)),
    startRounds({ name: 'comparing grades', restMilliseconds: LOOK_EVERY_MILLISECONDS, log }, () => comparer.begin().then(() => false)),
  ];
  return {
    async close() {
      sender.stop();
      await Promise.all(running.map((rounds) => rounds.close()));
      await Promise.all([sender.settled().catch(() => {}), comparer.settled()]);
    },
  };
}
