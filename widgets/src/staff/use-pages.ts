import type { TadaDocumentNode } from 'gql.tada';
import { useEffect, useMemo, useState } from 'react';
import { useClient, type AnyVariables } from 'urql';
import { toApiError, type ApiError } from '../api/api-error.ts';
import { useReturn } from '../api/use-return.ts';

/** A list that is fetched a page at a time. */
export interface Pages<Item> {
  /** Null until the first page is there. */
  readonly items: readonly Item[] | null;
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly hasMore: boolean;
  /** Fetches the next page, or the one that failed. */
  readonly more: () => void;
}

interface PagesOf<Data, Item, Variables> {
  readonly query: TadaDocumentNode<Data, Variables>;
  /** The question for the page after an item. Must be the same function on every draw, until the question changes. */
  readonly after: (last: Item | null) => Variables;
  /** Must be the same function on every draw. */
  readonly pick: (data: Data) => readonly Item[];
}

interface Fetched<Item> {
  readonly items: readonly Item[];
  readonly pageSize: number;
  readonly hasMore: boolean;
}

/** One page asked for: of which list, and what came before it. */
interface Turn<Item, Variables> {
  readonly of: PagesOf<unknown, Item, Variables>['after'];
  readonly before: Fetched<Item> | null;
}

interface Answered<Item, Variables> {
  readonly turn: Turn<Item, Variables>;
  readonly fetched: Fetched<Item> | null;
  readonly error: ApiError | null;
}

/** Fetches the first page, and the next one on request; begins anew when the question changes. Asks for the last page once more when the network is back. */
export function usePages<Data, Item, Variables extends AnyVariables>({ query, after, pick }: PagesOf<Data, Item, Variables>): Pages<Item> {
  const client = useClient();
  const [latest, setLatest] = useState<Turn<Item, Variables>>({ of: after, before: null });
  const [answered, setAnswered] = useState<Answered<Item, Variables> | null>(null);
  const turn = useMemo(() => (latest.of === after ? latest : { of: after, before: null }), [latest, after]);

  useEffect(
    () =>
      client.query<Data, Variables>(query, turn.of(turn.before?.items.at(-1) ?? null)).subscribe(({ data, error }) =>
        setAnswered({ turn, fetched: data ? joined(turn.before, pick(data)) : turn.before, error: error ? toApiError(error) : null }),
      ).unsubscribe,
    [client, query, pick, turn],
  );

  useReturn(() => setLatest({ ...turn }));

  const fetched = answered?.fetched ?? null;
  return {
    items: fetched?.items ?? null,
    error: answered?.error ?? null,
    busy: answered?.turn !== turn,
    hasMore: fetched?.hasMore ?? false,
    more: () => setLatest({ of: after, before: fetched }),
  };
}

/** The contract names no page size: a page shorter than the first one is the last. */
function joined<Item>(before: Fetched<Item> | null, page: readonly Item[]): Fetched<Item> {
  const pageSize = before?.pageSize ?? page.length;
  return { items: [...(before?.items ?? []), ...page], pageSize, hasMore: page.length > 0 && page.length >= pageSize };
}
