import type { Sql } from './sql.ts';

/** What every use case of billing needs; the host supplies it. */
export interface BillingContext {
  readonly sql: Sql;
  readonly clock: { now(): Date };
  readonly ids: { next(): string };
}
