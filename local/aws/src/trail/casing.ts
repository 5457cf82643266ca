import type { JsonObject } from '../state/model.ts';

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A time as CloudTrail writes times inside parameters and responses: `Aug 1, 2024, 1:33:28 PM`. */
function trailTime(time: Date): string {
  return time.toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).replaceAll('\u202f', ' ');
}

function convert(value: unknown): unknown {
  if (value instanceof Date) return trailTime(value);
  if (Buffer.isBuffer(value)) return undefined;
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value === 'object' && value !== null) return trailCase(value);
  return value;
}

/** Members of a call as CloudTrail spells them: first letters lowered at every depth, binary content left out. */
export function trailCase(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [lowerFirst(name), convert(member)]),
  );
}

/** Like {@link trailCase}, and null when nothing is left: how CloudTrail writes a call without parameters or answer. */
export function trailCaseOrNull(value: object): JsonObject | null {
  const cased = trailCase(value);
  return Object.keys(cased).length > 0 ? cased : null;
}
