import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-27T0020__budget-currency';

/**
 * A budget says its currency. Until now it was read in that of the contract in force: 1,500,000 won became 15,000 dollars when the next
 * contract was in dollars. What is there was meant in the currency of the contract that began last, or in won where there is none.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`alter table institution add column monthly_budget_currency text check (monthly_budget_currency in ('KRW', 'USD'))`);
  await sql.query(`
update institution i set monthly_budget_currency = coalesce(
  (select c.currency from billing.contract c where c.institution_id = i.id and c.starts_at <= now() order by c.unit_id nulls first, c.starts_at desc limit 1), 'KRW')
where monthly_budget is not null`);
  await sql.query(`alter table institution add constraint institution_budget_says_its_currency check ((monthly_budget is null) = (monthly_budget_currency is null))`);
}
