import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';
import type { CreditAccount, CreditHolder } from './credit-holder.ts';
import { expireDueGrants } from './expiry.ts';

/** A credit's balance: granted = available + held + spent. */
export interface Credit {
  readonly currency: Currency;
  readonly granted: bigint;
  readonly spent: bigint;
  readonly held: bigint;
  readonly available: bigint;
}

const creditRow = z
  .object({ currency: currencySchema, granted: bigintColumn, posted: bigintColumn, held: bigintColumn })
  .transform((row): Credit => ({ currency: row.currency, granted: row.granted, spent: row.posted, held: row.held, available: row.granted - row.posted - row.held }));

/** The credit of a learner in a course, in a currency or else in the only one there is; undefined when nothing was ever granted. */
export async function creditOf({ sql }: Pick<BillingContext, 'sql'>, holder: CreditHolder & { readonly currency?: Currency }): Promise<Credit | undefined> {
  return selectCredit(sql, holder, '');
}

/**
 * Locks the balance until the transaction ends, so that two labs cannot spend the same won. Grants whose time is over are
 * taken out first: nothing is held or spent from them, however late the nightly job is.
 */
export async function lockCredit(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, account: CreditAccount): Promise<Credit | undefined> {
  const credit = await selectCredit(tx, account, 'for update');
  if (credit === undefined) return undefined;
  const expired = await expireDueGrants(context, tx, { ...account, ...credit });
  return { ...credit, granted: credit.granted - expired, available: credit.available - expired };
}

/**
 * Takes out what is left of every grant whose time is over; what labs hold of it is left to them until they end.
 * The host runs it every night, so that pages show it too.
 */
export async function expireCredit(context: BillingContext): Promise<void> {
  const holders = z.array(holderRow).parse(await context.sql.query(
    `select distinct g.institution_id, g.learner_id, g.course_id, g.currency
     from billing.credit_grant g join billing.credit c on c.learner_id = g.learner_id and c.course_id = g.course_id and c.currency = g.currency
     where g.expires_at <= $1 and c.granted > c.posted + c.held
       and g.amount > (select coalesce(sum(e.amount), 0) from billing.credit_expiry e where e.grant_id = g.id)`,
    [context.clock.now()],
  ));
  for (const holder of holders) await context.sql.transaction((tx) => lockCredit(context, tx, holder));
}

const holderRow = z
  .object({ institution_id: z.string(), learner_id: z.string(), course_id: z.string(), currency: currencySchema })
  .transform((row): CreditAccount => ({ institutionId: row.institution_id, learnerId: row.learner_id, courseId: row.course_id, currency: row.currency }));

async function selectCredit(sql: Sql, holder: CreditHolder & { readonly currency?: Currency }, lock: '' | 'for update'): Promise<Credit | undefined> {
  const rows = await sql.query(
    `select currency, granted, posted, held from billing.credit
     where institution_id = $1 and learner_id = $2 and course_id = $3 and ($4::text is null or currency = $4) order by currency limit 1 ${lock}`,
    [holder.institutionId, holder.learnerId, holder.courseId, holder.currency ?? null],
  );
  return z.array(creditRow).parse(rows)[0];
}
