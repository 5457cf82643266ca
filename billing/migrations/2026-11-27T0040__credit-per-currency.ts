import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0040__credit-per-currency';

/**
 * A learner has a balance in each currency. There was one for all: who had won could be granted no dollars, so that no lab of theirs started
 * once a contract in dollars had followed one in won. What is left in won stays theirs, and pays for what is used under a contract in won.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`alter table billing.hold add column currency text check (currency in ('KRW', 'USD'))`);
  await sql.query('update billing.hold h set currency = c.currency from billing.credit c where c.learner_id = h.learner_id and c.course_id = h.course_id');
  await sql.query('alter table billing.hold alter column currency set not null');
  await sql.query('alter table billing.hold drop constraint hold_learner_id_course_id_fkey');
  await sql.query('alter table billing.credit drop constraint credit_pkey');
  await sql.query('alter table billing.credit add primary key (learner_id, course_id, currency)');
  await sql.query('alter table billing.hold add foreign key (learner_id, course_id, currency) references billing.credit');
}
