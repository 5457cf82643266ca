import type { PlatformId } from '../../domain/ids.ts';
import { createConcluding, type ConcludeDeps } from './conclude-grades.ts';
import type { SendOutcome } from './decide-after-send.ts';
import { platformsWithGradesDue } from './delivery-store.ts';
import { CLAIM_MILLISECONDS, claimGrades, extendClaim, type ClaimedGrade } from './grade-claims.ts';
import { sendGrade, type ColumnSearches, type SendDeps } from './send-grade.ts';

export interface GradeSenderDeps extends SendDeps, ConcludeDeps {
  /** Hears of what goes wrong on our side; the grades concerned are taken up again when their claim has run out. */
  readonly onFailed: (error: unknown) => void;
}

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
        delivery.catch(deps.onFailed);
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
    const lease = createLease(deps);
    taken = await claimGrades(deps.sql, { platformId, limit, claim: lease.claim, now: deps.clock.now() });
    const mayGoOn = async (): Promise<boolean> => !concluding.isHeld() && !isStopped() && (await lease.isHeld());
    await atOnce(taken, IN_FLIGHT, async (grade) => {
      await concluding.conclude(grade, (await mayGoOn()) ? await outcomeOf(deps, searches, grade) : { kind: 'not-sent' });
    });
  } while (taken.length === BATCH && !isStopped());
}

/** The claim of one batch: what has run out must not be sent any more, for another process may be sending it. */
function createLease({ sql, clock, ids }: GradeSenderDeps): { readonly claim: string; isHeld(): Promise<boolean> } {
  const claim = ids.next();
  let until = clock.now().getTime() + CLAIM_MILLISECONDS;
  let extending: Promise<void> | undefined;
  const extend = async (now: Date): Promise<void> => {
    if (await extendClaim(sql, claim, now)) until = now.getTime() + CLAIM_MILLISECONDS;
  };
  return {
    claim,
    async isHeld() {
      const now = clock.now();
      if (until - now.getTime() < CLAIM_MILLISECONDS / 2) {
        extending ??= extend(now).finally(() => { extending = undefined; });
        await extending;
      }
      return until > clock.now().getTime();
    },
  };
}

/** @returns undefined when there is nowhere to send it */
function outcomeOf(deps: GradeSenderDeps, searches: ColumnSearches, grade: ClaimedGrade): Promise<SendOutcome | undefined> {
  return hasNowhereToGo(grade) ? Promise.resolve(undefined) : sendGrade(deps, searches, grade);
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
