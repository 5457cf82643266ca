import type { Localized } from '../../messages/language.ts';
import type { InstructorWords } from '../words/en.ts';
import type { CsvCell } from './csv.ts';
import type { Insight } from './insight-document.ts';

/** Everything the page shows, as rows of one table: steps first, then near misses, then the video. */
export function insightRows({ steps, video }: Insight, words: InstructorWords['insight'], text: (title: Localized) => string): readonly (readonly CsvCell[])[] {
  const { csv } = words;
  const head = [csv.part, csv.step, csv.title, csv.started, csv.passed, csv.medianSeconds, csv.path, csv.seen, csv.expected, csv.count, csv.learners];
  const empty = (cells: number): CsvCell[] => Array.from({ length: cells }, () => null);
  return [
    head,
    ...steps.map((step, at) => [words.steps, at + 1, text(step.title), step.started, step.passed, step.medianSeconds, ...empty(5)]),
    ...steps.flatMap((step, at) => step.nearMisses.map(({ path, seen, expected, times, learners }) => [words.nearMisses, at + 1, text(step.title), ...empty(3), path, seen, expected, times, learners])),
    ...video.map(({ fromSeconds, toSeconds, watched }) => [words.video, ...empty(5), null, fromSeconds, toSeconds, watched, null]),
  ];
}
