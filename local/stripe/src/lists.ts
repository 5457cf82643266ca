import { textOf, type Form } from './form.ts';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 100;

/**
 * A page of a list, newest first, as `starting_after` and `limit` ask for it.
 * @param all oldest first
 */
export function page(url: string, all: readonly { readonly id: string }[], form: Form): object {
  const newest = all.toReversed();
  const after = textOf(form, 'starting_after');
  const from = after === undefined ? 0 : newest.findIndex((entry) => entry.id === after) + 1;
  const limit = Math.min(Number(textOf(form, 'limit') ?? DEFAULT_PAGE), LARGEST_PAGE);
  return { object: 'list', url, data: newest.slice(from, from + limit), has_more: newest.length > from + limit };
}

/** Keeps the entries whose fields are what a request filters by; fields that it does not name are free. */
export function filtered<Entry extends object>(all: readonly Entry[], form: Form, fields: readonly (keyof Entry & string)[]): Entry[] {
  return all.filter((entry) => fields.every((field) => textOf(form, field) === undefined || String(entry[field]) === textOf(form, field)));
}
