/** From and to, in seconds of the video. */
export type Span = [from: number, to: number];

/**
 * What of a report can have been watched between two of them: stretches of the video, in order, each second once. A page can be edited, and
 * what one person sends must not make a stretch look as if a class had watched it.
 */
export function watchedSpans(reported: readonly Span[], durationSeconds: number): Span[] {
  const within = reported.map(([from, to]): Span => [from, Math.min(to, durationSeconds)]).filter(([from, to]) => from < to);
  const spans: Span[] = [];
  for (const [from, to] of within.toSorted(([a], [b]) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans;
}
