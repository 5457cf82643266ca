/**
 * Parts whole points in the proportion of the weights, so that the parts are whole and add up to all of them (method of the
 * largest remainder). Whoever has a weight gets at least one point where there are enough.
 * @param points all points, a whole number
 * @param weights one for each part, none negative; all zero means that all weigh the same
 */
export function apportion(points: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return weights.length === 0 ? [] : apportion(points, weights.map(() => 1));
  const exact = weights.map((weight) => (points * weight) / all);
  const whole = exact.map(Math.floor);
  const left = points - whole.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((part, index) => ({ index, remainder: part - Math.floor(part) })).toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  const rounded = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return withoutZeros(whole.map((part, index) => part + (rounded.has(index) ? 1 : 0)), weights);
}

/** The largest part gives one point to a part that has a weight and got none, as long as it keeps one; the order of the weights holds. */
function withoutZeros(parts: readonly number[], weights: readonly number[]): number[] {
  const weighed = parts.map((part, index) => ({ part, index, weight: weights[index] ?? 0 }));
  const [empty] = weighed.filter(({ part, weight }) => part === 0 && weight > 0).toSorted((a, b) => b.weight - a.weight);
  const [largest] = weighed.toSorted((a, b) => b.part - a.part || a.weight - b.weight);
  if (empty === undefined || largest === undefined || largest.part < 2) return [...parts];
  return withoutZeros(parts.map((part, index) => (index === empty.index ? 1 : index === largest.index ? part - 1 : part)), weights);
}
