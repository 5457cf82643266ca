/** A stretch of the video that was played, in seconds. */
export type Range = readonly [from: number, to: number];

/** A step of the position that is larger than this at normal speed was a seek, not watching. */
const longestStepSeconds = 1.5;

/**
 * Adds the way from one position to the next to what was watched.
 * @param rate playback speed: at double speed the position moves twice as far between two looks
 */
export function watch(ranges: readonly Range[], from: number, to: number, rate = 1): readonly Range[] {
  const step = to - from;
  if (step <= 0 || step > longestStepSeconds * Math.max(1, rate)) return ranges;
  const last = ranges.at(-1);
  if (last && Math.abs(last[1] - from) < 0.01) return [...ranges.slice(0, -1), [last[0], to]];
  return [...ranges, [from, to]];
}

/** The ranges as the API takes them, to the tenth of a second. */
export function toWire(ranges: readonly Range[]): number[][] {
  return ranges.map((range) => range.map((second) => Math.round(second * 10) / 10));
}
