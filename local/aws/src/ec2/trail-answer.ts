import { trailCase } from '../trail/casing.ts';

/** Lists as CloudTrail nests them for EC2. */
function itemized(value: unknown): unknown {
  if (Array.isArray(value)) return { items: value.map(itemized) };
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, itemized(member)]));
}

/** An answer of EC2 as CloudTrail writes it. */
export function trailAnswer(output: object, requestId: string) {
  const nested = itemized(output);
  return trailCase({ requestId, ...(typeof nested === 'object' ? nested : {}) });
}
