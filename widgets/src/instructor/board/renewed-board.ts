interface OfLearner {
  readonly learner: { readonly id: string };
}

/** What changed on a board: rows with their places on it as it is now, in ascending order, and who is not on it any more. */
interface Difference<Row> {
  readonly placed: readonly { readonly at: number; readonly row: Row }[];
  readonly left: readonly string[];
}

/** The board with what changed on it, and the sums that come with that. Rows that stayed are the same objects, in the order they had. */
export function renewedBoard<Board extends { readonly rows: readonly OfLearner[] }>(board: Board, { placed, left, ...sums }: Difference<Board['rows'][number]> & Omit<Partial<Board>, 'rows'>): Board {
  const moved = new Set([...left, ...placed.map(({ row }) => row.learner.id)]);
  const rows = board.rows.filter(({ learner }) => !moved.has(learner.id));
  for (const { at, row } of placed) rows.splice(at, 0, row);
  return { ...board, ...sums, rows };
}
