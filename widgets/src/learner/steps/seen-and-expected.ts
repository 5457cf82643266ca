/** JSON as a person reads it: text without quotes, a list one under the other, the rest indented. */
export function readable(json: string | null): string | null {
  if (json === null) return null;
  const value = parsed(json);
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');
  return JSON.stringify(value, null, 2);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** A text in three: what both share, what differs, what both share again. */
export type MarkedText = readonly [before: string, changed: string, after: string];

/**
 * Finds the part in which two values differ.
 * @returns null when they share too little for a mark to help
 */
export function difference(seen: string, expected: string): readonly [MarkedText, MarkedText] | null {
  const shorter = Math.min(seen.length, expected.length);
  let start = 0;
  while (start < shorter && seen[start] === expected[start]) start += 1;
  let end = 0;
  while (end < shorter - start && seen.at(-1 - end) === expected.at(-1 - end)) end += 1;
  if (start + end < shorter / 3 || start + end === Math.max(seen.length, expected.length)) return null;
  const split = (text: string): MarkedText => [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)];
  return [split(seen), split(expected)];
}
