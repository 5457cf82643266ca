import { errorsOf } from '../errors.ts';
import type { SessionId } from '../domain/ids.ts';
import { streamErrors } from './stream-errors.ts';

const fail = errorsOf(streamErrors);

/** How many live pages one process serves. Each is a connection, a timer and a place among those that hear of changes. */
export interface StreamLimits {
  /** More windows of one launch than a person looks at. */
  readonly perSession: number;
  readonly inAll: number;
}

export const STREAM_LIMITS: StreamLimits = { perSession: 10, inAll: 20_000 };

/** Counts the live pages of this process: whoever holds a session could open them without end, and the others' pages would suffer. */
export interface OpenStreams {
  /**
   * Takes a place for a live page.
   * @returns gives it back; once
   * @throws STREAMS_OF_SESSION, STREAMS_IN_ALL
   */
  hold(session: SessionId): () => void;
}

export function createOpenStreams({ perSession, inAll }: StreamLimits): OpenStreams {
  const open = new Map<SessionId, number>();
  let all = 0;
  return {
    hold(session) {
      const own = open.get(session) ?? 0;
      if (own >= perSession) throw fail('STREAMS_OF_SESSION', { detail: `session ${session} has ${own} live pages` });
      if (all >= inAll) throw fail('STREAMS_IN_ALL', { detail: `${all} live pages are open` });
      open.set(session, own + 1);
      all += 1;
      return () => {
        const left = (open.get(session) ?? 0) - 1;
        if (left > 0) open.set(session, left);
        else open.delete(session);
        all -= 1;
      };
    },
  };
}
