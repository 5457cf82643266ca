import { fail } from '../errors.ts';
import type { Period } from './pages.ts';

/** A period with both ends; the current month (UTC) where none is given. @throws BAD_INPUT when it ends before it begins */
export function monthOf({ from, to }: Period, now: Date): { readonly from: Date; readonly to: Date } {
  const start = from ?? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const end = to ?? new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  if (end <= start) throw fail('BAD_INPUT', { detail: 'the period ends before it begins' });
  return { from: start, to: end };
}

/** What a period will have cost if it goes on as it went so far; what was spent once it is over. */
export function forecast(spent: bigint, { from, to, now }: { readonly from: Date; readonly to: Date; readonly now: Date }): bigint {
  const elapsed = Math.max(1, Math.min(now.getTime(), to.getTime()) - from.getTime());
  return (spent * BigInt(to.getTime() - from.getTime())) / BigInt(elapsed);
}
