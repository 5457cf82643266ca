import { EventEmitter } from 'node:events';
import type { Session } from '../features/identity/session.ts';
import type { ChangeNotices } from './pages.ts';
import { inActivity, observing, whose } from './rights.ts';
import type { ObservationView } from './views/observer.ts';

/** Passes notices of changes on to the pages that are open in this process. */
export interface ChangeHub extends ChangeNotices {
  changed(change: { readonly resourceLinkId: string | null; readonly personId: string | null }): void;
  /** Notices may have been missed: every open page reads again. */
  gap(): void;
}

const GAP = 'gap';

/** How often a page is read while there is always something new; in milliseconds. */
interface Pace {
  /** Changes that come closer together than this are shown as one. */
  readonly gather: number;
  /** The least between two notices. */
  readonly between: number;
  /** How many times as long as a reading took passes before the next, its own time included. */
  readonly rest: number;
}

const OF_LEARNER: Pace = { gather: 60, between: 60, rest: 2 };
/**
 * A class of hundreds changes many times a second, and each reading is of all of them: without a pause, a few windows of instructors took more of the
 * server than the class itself, and verdicts came late (docs/performance.md). The first change after a quiet moment is shown at once; a server that
 * is slow is asked less often.
 */
const OF_CLASS: Pace = { gather: 60, between: 1_000, rest: 10 };

export function createChangeHub(): ChangeHub {
  const bus = new EventEmitter();
  bus.setMaxListeners(0);
  return {
    changed({ resourceLinkId, personId }) {
      if (resourceLinkId === null) return;
      bus.emit(`class:${resourceLinkId}`, personId);
      if (personId !== null) bus.emit(`learner:${resourceLinkId}:${personId}`);
    },
    gap: () => void bus.emit(GAP),
    ofLearner(session: Session, learnerId: string | null, signal: AbortSignal) {
      const place = whose(session, learnerId);
      return notices(bus, { names: [`learner:${place.resourceLinkId}:${place.personId}`], pace: OF_LEARNER }, signal);
    },
    ofClass(session: Session, signal: AbortSignal) {
      return notices(bus, { names: [`class:${inActivity(session, 'instructor').resourceLinkId}`], pace: OF_CLASS }, signal);
    },
    ofObserved(session: Session, latest: () => ObservationView, signal: AbortSignal) {
      return notices(bus, { names: [`class:${observing(session).resourceLinkId}`], pace: OF_CLASS, concerns: newsFor(latest) }, signal);
    },
  };
}

/** Who changed, or null where that is not known: the whole class. */
type Concerns = (personId: string | null) => boolean;

/**
 * Whether an observer's page has to be read again. While somebody they accompany has not come yet, anybody unknown may be that learner, so
 * the first change of each is looked into; the rest of the class does not concern them.
 */
function newsFor(latest: () => ObservationView): Concerns {
  const lookedInto = new Set<string>();
  return (personId) => {
    const { learners, notYetHere } = latest();
    if (personId === null || learners.some(({ id }) => id === personId)) return true;
    if (notYetHere === 0 || lookedInto.has(personId)) return false;
    lookedInto.add(personId);
    return true;
  };
}

interface Heard {
  /** Of the events. */
  readonly names: readonly string[];
  readonly pace: Pace;
  readonly concerns?: Concerns;
}

/** What comes while a page is read and sent is one notice: a page that is slow falls no further behind. */
async function* notices(bus: EventEmitter, { names, pace, concerns = () => true }: Heard, signal: AbortSignal): AsyncGenerator<void> {
  let [changed, reading, meanwhile, notBefore] = [false, false, false, 0];
  let timer: NodeJS.Timeout | undefined;
  let wake = (): void => {};
  const gather = (): void => {
    timer ??= setTimeout(() => { timer = undefined; changed = true; wake(); }, Math.max(pace.gather, notBefore - performance.now()));
  };
  const hear = (personId: string | null = null): void => {
    if (!concerns(personId)) return;
    if (reading) meanwhile = true;
    else gather();
  };
  const close = (): void => wake();
  signal.addEventListener('abort', close);
  for (const name of [...names, GAP]) bus.on(name, hear);
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>((resolve) => { wake = resolve; });
      if (!changed || signal.aborted) continue;
      [changed, reading, meanwhile] = [false, true, false];
      const takenAt = performance.now();
      yield;
      // the next is asked for when the page has been read and sent
      [reading, notBefore] = [false, takenAt + Math.max(pace.between, pace.rest * (performance.now() - takenAt))];
      if (meanwhile) gather();
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', close);
    for (const name of [...names, GAP]) bus.off(name, hear);
  }
}
