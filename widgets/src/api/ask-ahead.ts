import type { TadaDocumentNode } from 'gql.tada';
import { createRequest, type AnyVariables, type Client, type OperationResult } from 'urql';

/** Answers that nobody has taken yet, by urql's key of the question. */
const answers = new WeakMap<Client, Map<number, Promise<OperationResult>>>();

/**
 * Asks what a page is sure to ask, while who is looking is still being asked for: over a slow network that is one way to the server and back
 * less until there is something to read. The answer waits for the page.
 */
export function askAhead<Data, Variables extends AnyVariables>(client: Client, query: TadaDocumentNode<Data, Variables>, variables: Variables): void {
  const kept = answers.get(client) ?? new Map<number, Promise<OperationResult>>();
  answers.set(client, kept.set(createRequest(query, variables).key, client.query<Data, Variables>(query, variables).toPromise()));
}

/**
 * Asks, or takes what was asked ahead, once; what failed ahead is asked again.
 * @param hear gets every answer, a repeated last one too
 * @returns ends the hearing
 */
export function ask<Data, Variables extends AnyVariables>(
  client: Client,
  { query, variables }: { readonly query: TadaDocumentNode<Data, Variables>; readonly variables: Variables },
  hear: (result: OperationResult<Data, Variables>) => void,
): () => void {
  const { key } = createRequest(query, variables);
  const now = () => client.query<Data, Variables>(query, variables).subscribe(hear).unsubscribe;
  const ahead = answers.get(client)?.get(key);
  if (!ahead) return now();
  answers.get(client)?.delete(key);
  let end = (): void => void (wanted = false);
  let wanted = true;
  void ahead.then((result) => {
    if (!wanted) return;
    if (result.error) end = now();
    // the key is of the question, and a question has one form of answer
    else hear(result as OperationResult<Data, Variables>);
  });
  return () => end();
}
