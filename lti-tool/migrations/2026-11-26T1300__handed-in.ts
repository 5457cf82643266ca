import type { Sql } from '../src/sql.ts';

export const name = '2026-11-26T1300__handed-in';

/**
 * When the learner's work that a grade stands for ended, and which end the platform was told: a platform that counts attempts counts
 * one for each. Null while the learner works, and for grades older than this.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table grade add column ended_at timestamptz, add column handed_in_at timestamptz');
}
