/**
 * The address of a line item's scores or results: the word goes before the query, for Moodle's line items are `…/lineitem?type_id=N`.
 * @example besideQuery('https://lms.example/2/lineitem?type_id=1', 'scores')
 */
export function besideQuery(lineItemUrl: string, word: 'scores' | 'results'): string {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${word}`;
  return url.href;
}
