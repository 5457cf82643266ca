import type { LabId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

/**
 * Does work on a lab's environment while nobody else does. Jobs of a lab come one after another, but a process that only lost its
 * database is taken for dead and its job given to another one: what such a process still does must not overlap with the other's. The
 * lock lives in a transaction, so it ends with the process.
 */
export function inTurn<T>(sql: Sql, id: LabId, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`lab:${id}`]);
    return work(tx);
  });
}
