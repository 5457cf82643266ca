import type { TadaDocumentNode } from 'gql.tada';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, type AnyVariables } from 'urql';
import { toApiError, type ApiError } from './api-error.ts';
import { ask } from './ask-ahead.ts';
import { useConnectionState } from './connection-context.ts';

/** A value that the server pushes whenever it changes. */
export interface Live<Value> {
  /** Null until the first answer. Stays when a later answer fails: old is better than nothing, and the page says so. */
  readonly value: Value | null;
  readonly error: ApiError | null;
  /** Puts a newer value in place, for instance the answer of a mutation. */
  readonly put: (value: Value) => void;
  /** Asks once more, and listens again where the server would not be listened to; what passes by itself is tried again unasked. */
  readonly refresh: () => void;
}

interface LiveDocuments<Data, Pushed, Heard, Value, Variables> {
  readonly query: TadaDocumentNode<Data, Variables>;
  /** Selects the same field, and of it what changes. */
  readonly subscription: TadaDocumentNode<Pushed, Variables>;
  readonly variables: Variables;
  /** Takes the value out of the answer; must be the same function on every draw. */
  readonly pick: (data: Data) => Value;
  /**
   * What the stream has said by now, or null when what was pushed goes on from something that was not heard; must be the same function on every draw. What
   * is shown may have come another way, and is no ground for a stream that tells differences.
   */
  readonly gather: (heard: Heard | null, pushed: Pushed) => Heard | null;
  /** The value with what was heard, or null when the question is to be asked for that; must be the same function on every draw. */
  readonly renew: (value: Value | null, heard: Heard) => Value | null;
}

/** For a stream that says all of it each time. */
export const newest = <Pushed>(_heard: Pushed | null, pushed: Pushed): Pushed => pushed;

/** What ends a stream at the server and passes by itself. */
const passing: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'STREAMS_IN_ALL']);
/** Not everybody of a class comes back at the same moment. */
const listensAgainAfterMs = (): number => 5_000 + Math.random() * 10_000;

/**
 * Asks once, and listens; asks again while the stream is broken. A stream begins with all that changes, so nothing is missed.
 * @param documents a query and a subscription with the same field
 */
export function useLive<Data, Pushed, Heard, Value, Variables extends AnyVariables>(documents: LiveDocuments<Data, Pushed, Heard, Value, Variables>): Live<Value> {
  const { query, subscription, pick, gather, renew } = documents;
  const variablesKey = JSON.stringify(documents.variables);
  const client = useClient();
  const connection = useConnectionState();
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  /** What is shown, for those who hear of something new between two draws. */
  const shown = useRef<Value | null>(null);
  const pushed = useRef<{ readonly count: number; readonly heard: Heard | null }>({ count: 0, heard: null });

  /** The last answer was none, and no other is on its way. */
  const failed = useRef(false);

  const put = useCallback((next: Value) => {
    shown.current = next;
    setValue(next);
  }, []);

  const askNow = useCallback(() => {
    const before = pushed.current.count;
    failed.current = false;
    return ask(client, { query, variables: JSON.parse(variablesKey) as Variables }, (result) => {
      // urql repeats the last answer to the question when it is asked again
      if (result.stale) return;
      failed.current = !result.data;
      const { count, heard } = pushed.current;
      // what was pushed while the answer was on its way is newer
      const newer = count === before ? null : heard;
      if (result.data) put((newer && renew(pick(result.data), newer)) ?? pick(result.data));
      if (newer === null || shown.current === null) setError(result.error ? toApiError(result.error) : null);
    });
  }, [client, query, variablesKey, pick, renew, put]);
  useEffect(askNow, [askNow]);
  // The stream may be kept from the browser, so the question is asked beside it. It is asked again when the stream breaks, because the session may
  // have ended, which only an answer can tell.
  useEffect(() => (connection === 'reconnecting' ? askNow() : undefined), [connection, askNow]);

  const take = useCallback(
    (data: Pushed) => {
      const heard = gather(pushed.current.heard, data);
      pushed.current = { count: pushed.current.count + 1, heard };
      const next = heard && renew(shown.current, heard);
      if (next !== null) put(next);
      // before the first answer there is nothing to renew, and it is on its way, unless it failed
      else if (shown.current !== null || failed.current) askNow();
      setError(null);
    },
    [gather, renew, put, askNow],
  );
  const miss = useCallback(() => {
    pushed.current = { ...pushed.current, heard: null };
  }, []);

  const { unheard, listenAgain } = useStream({ subscription, variablesKey, take, miss });
  const refresh = useCallback(() => {
    listenAgain();
    askNow();
  }, [listenAgain, askNow]);
  return { value, error: error ?? unheard, put, refresh };
}

interface Stream<Pushed, Variables> {
  readonly subscription: TadaDocumentNode<Pushed, Variables>;
  readonly variablesKey: string;
  readonly take: (data: Pushed) => void;
  /** Something that the server said has not come whole. */
  readonly miss: () => void;
}

/** Listens for as long as the page is open. @returns why nothing is pushed any more, which an answer to a question says nothing about, and how to listen again then */
function useStream<Pushed, Variables extends AnyVariables>({ subscription, variablesKey, take, miss }: Stream<Pushed, Variables>): { readonly unheard: ApiError | null; readonly listenAgain: () => void } {
  const client = useClient();
  const [unheard, setUnheard] = useState<ApiError | null>(null);
  const stop = useRef(() => {});
  const listen = useCallback(() => {
    stop.current();
    const variables = JSON.parse(variablesKey) as Variables;
    const { unsubscribe } = client.subscription<Pushed, Variables>(subscription, variables).subscribe((result) => {
      if (result.data) take(result.data);
      if (result.error) miss();
      // A stream that fails on the way is the connection's matter; an error that the server wrote is the person's, and ends the stream.
      if (result.data || result.error?.graphQLErrors.length) setUnheard(result.error ? toApiError(result.error) : null);
    });
    stop.current = unsubscribe;
  }, [client, subscription, variablesKey, take, miss]);
  useEffect(() => {
    listen();
    return () => stop.current();
  }, [listen]);

  useEffect(() => {
    if (unheard === null || !passing.has(unheard.code)) return;
    const timer = setTimeout(listen, listensAgainAfterMs());
    return () => clearTimeout(timer);
  }, [unheard, listen]);

  const listenAgain = useCallback(() => {
    if (unheard) listen();
    setUnheard(null);
  }, [unheard, listen]);
  return { unheard, listenAgain };
}
