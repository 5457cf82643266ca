/** What is drawn of a month, in minor units of its currency. */
interface Drawn {
  readonly total: number;
  readonly forecast: number;
  /** Null where none is set. */
  readonly budget: number | null;
}

export interface PictureScale {
  /** The amount at the upper edge. */
  readonly top: number;
  /** Amounts to mark, the lowest first, the last one the upper edge. */
  readonly lines: readonly number[];
  /** `above` where the budget is so far above the use that beside it nothing could be seen. */
  readonly budget: 'none' | 'drawn' | 'above';
}

/** Below this share of the picture's height use is a line on the ground. */
const seenFrom = 0.1;

/** How high the picture reaches: to the budget, or, where the use is tiny beside it, to the use alone. */
export function pictureScale({ total, forecast, budget }: Drawn): PictureScale {
  const used = Math.max(1, total, forecast);
  const above = budget !== null && used < budget * seenFrom;
  const highest = Math.max(used, above ? 0 : (budget ?? 0));
  const step = roundStep(highest);
  const count = Math.ceil(highest / step);
  return { top: count * step, lines: Array.from({ length: count }, (_, at) => (at + 1) * step), budget: budget === null ? 'none' : above ? 'above' : 'drawn' };
}

/** A step of 1, 2 or 5 times a power of ten that leads to an amount in at most four. */
function roundStep(amount: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1);
  return [1, 2, 5, 10, 20, 50].map((step) => step * power).find((step) => amount / step <= 4) ?? amount;
}
