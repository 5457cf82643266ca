import type { Tell } from '../../ports/emit.ts';
import type { Sql } from '../../ports/sql.ts';
import { notifyChanges, type ChangedPlace } from './outbox.ts';

/** Open pages wait longer than this before they read again (`pages/change-notices.ts`). */
const GATHER_MILLISECONDS = 20;

export interface GatheredNotices {
  readonly tell: Tell;
  /** Sends what has been gathered. */
  readonly flush: () => Promise<void>;
}

/**
 * Notices of what is kept already, many to a statement: when a class begins together, each launch would else send one, and what it costs
 * to tell of a launch is half of what it costs to keep it.
 * @param onError hears of notices that could not be sent
 */
export function gatherNotices(sql: Sql, onError: (error: unknown) => void): GatheredNotices {
  const gathered = new Map<string, ChangedPlace>();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const places = [...gathered.values()];
    gathered.clear();
    if (places.length > 0) await notifyChanges(sql, places).catch(onError);
  };
  return {
    tell({ resourceLinkId, personId }) {
      gathered.set(`${resourceLinkId}/${personId}`, { resourceLinkId, personId });
      timer ??= setTimeout(() => void flush(), GATHER_MILLISECONDS);
    },
    flush,
  };
}
