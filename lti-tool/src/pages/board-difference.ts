import { isDeepStrictEqual } from 'node:util';
import type { BoardDifferenceView, BoardRowView, ClassBoardView } from './views/instructor.ts';

/**
 * What a window that shows a board needs to show the next one. Rows whose clocks alone went on stay: the window counts them on.
 * @returns null when it needs all of it: what stands above the rows is another
 */
export function boardDifference(before: ClassBoardView, after: ClassBoardView): BoardDifferenceView | null {
  if (!isDeepStrictEqual(frameOf(before), frameOf(after))) return null;
  const here = new Set(after.rows.map(({ learner }) => learner.id));
  const { summary, gradebook, roster } = after;
  return {
    placed: placedRows(before.rows, after.rows),
    left: before.rows.map(({ learner }) => learner.id).filter((id) => !here.has(id)),
    summary, gradebook, roster,
  };
}

/** What lasts as long as a lab is not chosen anew and the course is the same. */
function frameOf({ course, activityTitle, groups, steps }: ClassBoardView): Partial<ClassBoardView> {
  return { course, activityTitle, groups, steps };
}

/** The rows that do not stay; those that stay keep their order, so that the places of the others say where each row is. */
function placedRows(before: readonly BoardRowView[], after: readonly BoardRowView[]): BoardDifferenceView['placed'] {
  const known = new Map(before.map((row, at) => [row.learner.id, { row, at }]));
  let lastStayed = -1;
  return after.flatMap((row, at) => {
    const was = known.get(row.learner.id);
    if (was === undefined || was.at < lastStayed || !isDeepStrictEqual(withoutClocks(was.row), withoutClocks(row))) return [{ at, row }];
    lastStayed = was.at;
    return [];
  });
}

/** Since when the learner stands at the open step is compared; how long that is by now is another at each reading. */
function withoutClocks(row: BoardRowView): BoardRowView {
  return { ...row, secondsOnStep: null, cells: row.cells.map((cell) => (cell.stepId === row.open?.stepId ? { ...cell, seconds: null } : cell)) };
}
