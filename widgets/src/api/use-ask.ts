import type { TadaDocumentNode } from 'gql.tada';
import { useMemo } from 'react';
import { useQuery, type AnyVariables, type UseQueryArgs } from 'urql';
import { toApiError, type ApiError } from './api-error.ts';

/** The answer to a question that is asked once, and again on request. */
export interface Answer<Data> {
  /** Null until the first answer. */
  readonly data: Data | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  readonly refresh: () => void;
}

/** Asks a query; for what the server pushes, use `useLive`. */
export function useAsk<Data, Variables extends AnyVariables>(query: TadaDocumentNode<Data, Variables>, variables: Variables): Answer<Data> {
  // Variables are given, so the union that urql makes of "may be left out" holds.
  const [state, ask] = useQuery<Data, Variables>({ query, variables } as UseQueryArgs<Variables, Data>);
  const error = useMemo(() => (state.error ? toApiError(state.error) : null), [state.error]);
  return { data: state.data ?? null, error, loading: state.fetching, refresh: () => ask() };
}
