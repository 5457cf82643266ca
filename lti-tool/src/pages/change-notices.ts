import { EventEmitter, on } from 'node:events';
import type { Session } from '../features/identity/session.ts';
import type { ChangeNotices } from './pages.ts';
import { inActivity, observing, whose } from './rights.ts';

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
      bus.emit(`class:${resourceLinkId}`);
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
    ofObserved(session: Session, learnerIds: readonly string[], signal: AbortSignal) {
      const { resourceLinkId } = observing(session);
      return notices(bus, learnerIds.map((id) => `learner:${resourceLinkId}:${id}`), signal);
    },
  };
}

async function* notices(bus: EventEmitter, names: readonly string[], signal: AbortSignal): AsyncGenerator<void> {
  const gathered = new EventEmitter();
  let timer: NodeJS.Timeout | undefined;
  const gather = (): void => {
    timer ??= setTimeout(() => { timer = undefined; gathered.emit('notice'); }, GATHER_MILLISECONDS);
  };
  for (const name of [...names, GAP]) bus.on(name, gather);
  try {
    for await (const _notice of on(gathered, 'notice', { signal })) yield;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    for (const name of [...names, GAP]) bus.off(name, gather);
  }
}
