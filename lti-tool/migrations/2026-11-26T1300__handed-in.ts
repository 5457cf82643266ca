import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T1300__handed-in';

/**
 * When the learner earned the points of a grade, and with which such time the work was handed in: a platform that counts attempts counts one for
 * each. Null for grades older than this.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table grade add column earned_at timestamptz, add column handed_in_at timestamptz');
}
