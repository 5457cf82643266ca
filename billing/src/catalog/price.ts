/** A price of a product: so many minor units for so many seconds, from a time on. It is replaced, never changed. */
export interface Price {
  readonly id: string;
  readonly amount: bigint;
  readonly perSeconds: bigint;
  readonly startsAt: Date;
}

/** The price in force at a time: the latest that has started. */
export function priceAt<Known extends Price>(prices: readonly Known[], at: Date): Known | undefined {
  return prices.filter((price) => price.startsAt <= at).reduce<Known | undefined>((latest, price) => (latest === undefined || price.startsAt > latest.startsAt ? price : latest), undefined);
}

/** A part of a span of time that one price covers. */
export interface PricedSpan {
  readonly price: Price;
  readonly seconds: bigint;
}

/**
 * Cuts a span of time where a new price starts, so that nobody pays tomorrow's price for today.
 * @returns undefined when a part of the span has no price
 */
export function splitByPrice(prices: readonly Price[], from: Date, to: Date): PricedSpan[] | undefined {
  const starts = prices.map((price) => price.startsAt).filter((start) => start > from && start < to);
  const cuts = [from, ...[...starts].sort((a, b) => a.getTime() - b.getTime()), to];
  const spans: PricedSpan[] = [];
  // seconds are counted from the span's beginning, so that the parts sum to the whole however they are cut
  const elapsed = (at: Date): bigint => BigInt(Math.round((at.getTime() - from.getTime()) / 1000));
  for (const [index, start] of cuts.slice(0, -1).entries()) {
    const end = cuts[index + 1] ?? to;
    const price = priceAt(prices, start);
    if (price === undefined) return undefined;
    const seconds = elapsed(end) - elapsed(start);
    if (seconds > 0n) spans.push({ price, seconds });
  }
  return spans;
}
