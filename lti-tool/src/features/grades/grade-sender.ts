import type { PlatformId } from '../../ids.ts';
import { createConcluding, type ConcludeDeps, type Concluding } from './conclude-grades.ts';
import type { SendOutcome } from './decide-after-send.ts';
import { platformsWithGradesDue } from './delivery-store.ts';
import { claimGrades, type ClaimedGrade } from './grade-claims.ts';
import { sendGrade, type ColumnSearches, type SendDeps } from './send-grade.ts';

export interface GradeSenderDeps extends SendDeps, ConcludeDeps {}

export interface GradeSender {
  /** Looks once which platforms have grades due, and begins to send them; one that is slow keeps no other waiting. */
  begin(): Promise<void>;
  /** Takes no more grades; those being sent come to their end. */
  stop(): void;
  /** Resolves when all that was begun has come to its end. @throws what went wrong on our side */
  settled(): Promise<void>;
}

const BATCH = 64;
const IN_FLIGHT = 16;

/**
 * Sends the grades that are due. The table `grade` is the queue: nothing depends on a job, so a grade is sent as long as it waits.
 * Any number of processes may send; a killed one's grades are taken up by the others, with a newer timestamp, which the
 * platform takes for the same grade.
 */
export function createGradeSender(deps: GradeSenderDeps): GradeSender {
  const busy = new Map<PlatformId, Promise<void>>();
  const searches: ColumnSearches = new Map();
  const state = { stopped: false };
  return {
    async begin() {
      for (const { platformId, failures } of await platformsWithGradesDue(deps.sql, deps.clock.now())) {
        if (busy.has(platformId) || state.stopped) continue;
        const delivery = deliver(deps, searches, { platformId, failures, isStopped: () => state.stopped }).finally(() => busy.delete(platformId));
        // a failure is told by `settled`; without a handler now it would end the process
        delivery.catch(() => {});
        busy.set(platformId, delivery);
      }
    },
    stop() {
      state.stopped = true;
    },
    async settled() {
      await Promise.all(busy.values());
    },
  };
}

interface Round {
  readonly platformId: PlatformId;
  readonly failures: number;
  readonly isStopped: () => boolean;
}

/** Batch after batch until nothing is due; a platform that has failed gets one grade, to try. */
async function deliver(deps: GradeSenderDeps, searches: ColumnSearches, { platformId, failures, isStopped }: Round): Promise<void> {
  const concluding = createConcluding(deps, platformId, failures);
  const limit = failures > 0 ? 1 : BATCH;
  let taken: ClaimedGrade[];
  do {
    taken = await claimGrades(deps.sql, { platformId, limit, claim: deps.ids.next(), now: deps.clock.now() });
    await atOnce(taken, IN_FLIGHT, (grade) => sendAndConclude(deps, { searches, concluding, isStopped }, grade));
  } while (taken.length === BATCH && !isStopped());
}

async function sendAndConclude(deps: GradeSenderDeps, { searches, concluding, isStopped }: { searches: ColumnSearches; concluding: Concluding; isStopped: () => boolean }, grade: ClaimedGrade): Promise<void> {
  const outcome: SendOutcome | undefined = concluding.isHeld() || isStopped() ? { kind: 'not-sent' } : hasNowhereToGo(grade) ? undefined : await sendGrade(deps, searches, grade);
  await concluding.conclude(grade, outcome);
}

const hasNowhereToGo = ({ anonymous, ags }: ClaimedGrade): boolean => anonymous || (ags?.lineitem === undefined && ags?.lineitems === undefined);

/** Works on a list, so many at once. The first failure is thrown when all that were begun have ended. */
async function atOnce<Item>(items: readonly Item[], limit: number, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: limit }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
