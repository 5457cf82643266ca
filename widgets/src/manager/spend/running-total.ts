import type { Spend } from './spend-document.ts';

/** A day of the month with the total up to its end, in minor units of the month's currency. */
export interface DayTotal {
  /** Such as 2026-11-24. */
  readonly day: string;
  readonly cost: number;
  /** Null for days that are still to come. */
  readonly total: number | null;
}

const dayMs = 86_400_000;

/**
 * The running total over every day of the period, quiet days too. Numbers, not exact amounts: they are drawn.
 * @param today days after it, such as 2026-11-24, have no total yet
 */
export function runningTotal({ from, to, byDay }: Pick<Spend, 'from' | 'to' | 'byDay'>, today: string): readonly DayTotal[] {
  const costs = new Map(byDay.map(({ day, cost }) => [day, Number(cost.amount)]));
  let total = 0;
  return daysOf(from, to).map((day) => {
    const cost = costs.get(day) ?? 0;
    total += cost;
    return { day, cost, total: day <= today ? total : null };
  });
}

/** Every day from an instant up to another, which itself is outside. */
function daysOf(from: string, to: string): readonly string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00Z`);
  const days = Math.max(1, Math.ceil((Date.parse(to) - first) / dayMs));
  return Array.from({ length: days }, (_, at) => new Date(first + at * dayMs).toISOString().slice(0, 10));
}
