/** Letters that are written from right to left, and characters that turn the direction. */
const turning = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Somebody's name inside a sentence of ours: whatever its direction, the sentence keeps its own (Unicode Standard Annex 9,
 * section 2.4). Inside markup, `<bdi>` does the same.
 */
export function isolated(name: string): string {
  return turning.test(name) ? `\u2068${name}\u2069` : name;
}
