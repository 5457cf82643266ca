import { z } from 'zod';

/** Field schemas for inputs that come as text in the query protocols and as JSON or objects elsewhere. */

/** A list; an empty text stands for an empty list and a single element for a list of one, as XML writes them. */
export function list<Item extends z.ZodType>(item: Item) {
  const widen = (value: unknown): unknown => {
    if (value === undefined || value === '') return [];
    return Array.isArray(value) ? value : [value];
  };
  return z.preprocess(widen, z.array(item));
}

/** A boolean, also written as `true` or `false`. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** A whole number, also written in digits. */
export const whole = z.coerce.number().int();

/** Tags as `Key` and `Value`. */
export const tags = list(z.object({ Key: z.string(), Value: z.string().default('') }));

/** A page of a list: `items` from the place the token names, and the token of the next page. */
export function page<Item>(
  items: readonly Item[],
  token: string | undefined,
  size: number,
): { readonly items: Item[]; readonly next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  const end = start + size;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), next };
}
