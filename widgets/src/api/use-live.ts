import type { TadaDocumentNode } from 'gql.tada';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, type AnyVariables, type OperationResult } from 'urql';
import { toApiError, type ApiError } from './api-error.ts';
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

interface LiveDocuments<Data, Value, Variables> {
  readonly query: TadaDocumentNode<Data, Variables>;
  readonly subscription: TadaDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /** Takes the value out of the answer; must be the same function on every draw. */
  readonly pick: (data: Data) => Value;
}

/** What ends a stream at the server and passes by itself. */
const passing: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'STREAMS_IN_ALL']);
/** Not everybody of a class comes back at the same moment. */
const listensAgainAfterMs = (): number => 5_000 + Math.random() * 10_000;

/**
 * Asks once, and listens; asks again while the stream is broken. A stream begins with all there is, so nothing is missed.
 * @param documents a query and a subscription with the same field
 */
export function useLive<Data, Value, Variables extends AnyVariables>(documents: LiveDocuments<Data, Value, Variables>): Live<Value> {
  const { query, subscription, pick } = documents;
  const variablesKey = JSON.stringify(documents.variables);
  const client = useClient();
  const connection = useConnectionState();
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  /** Why nothing is pushed any more: an answer to a question says nothing about that. */
  const [unheard, setUnheard] = useState<ApiError | null>(null);
  const stop = useRef(() => {});
  /** How often something was pushed. */
  const pushed = useRef(0);

  const take = useCallback(
    (result: OperationResult<Data>) => {
      if (result.data) setValue(pick(result.data));
      setError(result.error ? toApiError(result.error) : null);
    },
    [pick],
  );

  const ask = useCallback(() => {
    const before = pushed.current;
    return client.query<Data, Variables>(query, JSON.parse(variablesKey) as Variables).subscribe((result) => {
      // urql repeats the last answer to the question when it is asked again; what was pushed since is newer, and so it is than an answer on its way
      if (!result.stale && pushed.current === before) take(result);
    }).unsubscribe;
  }, [client, query, variablesKey, take]);
  useEffect(ask, [ask]);
  // The stream begins with all there is, and may be kept from the browser: so the question is asked beside it. It is asked again when the
  // stream breaks, because the session may have ended, which only an answer can tell.
  useEffect(() => (connection === 'reconnecting' ? ask() : undefined), [connection, ask]);

  const listen = useCallback(() => {
    stop.current();
    const variables = JSON.parse(variablesKey) as Variables;
    const { unsubscribe } = client.subscription<Data, Variables>(subscription, variables).subscribe((result) => {
      if (result.data) {
        pushed.current += 1;
        take(result);
      }
      // A stream that fails on the way is the connection's matter; an error that the server wrote is the person's, and ends the stream.
      if (result.data || result.error?.graphQLErrors.length) setUnheard(result.error ? toApiError(result.error) : null);
    });
    stop.current = unsubscribe;
  }, [client, subscription, variablesKey, take]);
  useEffect(() => {
    listen();
    return () => stop.current();
  }, [listen]);

  useEffect(() => {
    if (unheard === null || !passing.has(unheard.code)) return;
    const timer = setTimeout(listen, listensAgainAfterMs());
    return () => clearTimeout(timer);
  }, [unheard, listen]);

  const refresh = useCallback(() => {
    if (unheard) listen();
    setUnheard(null);
    ask();
  }, [unheard, listen, ask]);
  return { value, error: error ?? unheard, put: setValue, refresh };
}
