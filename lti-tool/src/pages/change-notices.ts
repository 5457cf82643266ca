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
/** Changes that come closer together than this are shown as one. */
const GATHER_MILLISECONDS = 60;

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
      return notices(bus, [`learner:${place.resourceLinkId}:${place.personId}`], signal);
    },
    ofClass(session: Session, signal: AbortSignal) {
      return notices(bus, [`class:${inActivity(session, 'instructor').resourceLinkId}`], signal);
    },
    ofObserved(session: Session, latest: () => ObservationView, signal: AbortSignal) {
      return notices(bus, [`class:${observing(session).resourceLinkId}`], signal, newsFor(latest));
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

/** What comes while nobody takes a notice is one notice: a page that is slow to read, or to be sent, falls no further behind. */
async function* notices(bus: EventEmitter, names: readonly string[], signal: AbortSignal, concerns: Concerns = () => true): AsyncGenerator<void> {
  let changed = false;
  let timer: NodeJS.Timeout | undefined;
  let wake = (): void => {};
  const gather = (personId: string | null = null): void => {
    if (concerns(personId)) timer ??= setTimeout(() => { timer = undefined; changed = true; wake(); }, GATHER_MILLISECONDS);
  };
  const close = (): void => wake();
  signal.addEventListener('abort', close);
  for (const name of [...names, GAP]) bus.on(name, gather);
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>((resolve) => { wake = resolve; });
      if (changed && !signal.aborted) {
        changed = false;
        yield;
      }
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', close);
    for (const name of [...names, GAP]) bus.off(name, gather);
  }
}
