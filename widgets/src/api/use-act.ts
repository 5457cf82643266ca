import type { TadaDocumentNode } from 'gql.tada';
import { useCallback, useState } from 'react';
import { useClient, type AnyVariables } from 'urql';
import { toApiError, type ApiError } from './api-error.ts';

/** A thing the person can do: a mutation with its progress and its error. */
export interface Act<Data, Variables> {
  /** @returns what the server answered, or null when it refused: then `error` says why */
  readonly run: (variables: Variables) => Promise<Data | null>;
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly forget: () => void;
}

/** Wraps a mutation; while it runs, `busy` lets its button say so. */
export function useAct<Data, Variables extends AnyVariables>(mutation: TadaDocumentNode<Data, Variables>): Act<Data, Variables> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = useCallback(
    async (variables: Variables) => {
      setBusy(true);
      const result = await client.mutation<Data, Variables>(mutation, variables).toPromise();
      setBusy(false);
      setError(result.error ? toApiError(result.error) : null);
      return result.error ? null : (result.data ?? null);
    },
    [client, mutation],
  );
  return { run, busy, error, forget: useCallback(() => setError(null), []) };
}
