import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { postJournal } from '../ledger/journal.ts';
import { bigintColumn } from '../money.ts';
import type { Sql } from '../sql.ts';
import { creditOwner, type CreditAccount } from './credit-holder.ts';
import { leftOfGrants, type GrantFacts, type GrantLeft } from './grant-order.ts';

/** A balance whose row the caller has locked. */
interface LockedBalance extends CreditAccount {
  readonly spent: bigint;
  readonly available: bigint;
}

/**
 * Takes what is left of grants whose time is over out of a balance, in the caller's transaction. Never more than is free: what
 * labs hold is theirs until they end, and expires then.
 * @returns how much was taken out
 */
export async function expireDueGrants(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, balance: LockedBalance): Promise<bigint> {
  const now = context.clock.now();
  const due = leftOfGrants(await grantsOf(tx, balance), balance.spent).filter((grant) => grant.expiresAt !== null && grant.expiresAt <= now && grant.left > 0n);
  let expired = 0n;
  for (const grant of due) {
    const free = balance.available - expired;
    const amount = grant.left < free ? grant.left : free;
    if (amount === 0n) break;
    await expire(context, tx, { balance, grant, amount });
    expired += amount;
  }
  return expired;
}

const grantRow = z
  .object({ id: z.string(), amount: bigintColumn, expired: bigintColumn, kind: z.enum(['paid', 'promotional']), expires_at: z.date().nullable(), at: z.date() })
  .transform((row): GrantFacts => ({ id: row.id, amount: row.amount, expired: row.expired, kind: row.kind, expiresAt: row.expires_at, at: row.at }));

async function grantsOf(tx: Sql, { learnerId, courseId, currency }: CreditAccount): Promise<GrantFacts[]> {
  const rows = await tx.query(
    `select g.id, g.amount, g.kind, g.expires_at, g.at, (select coalesce(sum(e.amount), 0) from billing.credit_expiry e where e.grant_id = g.id) as expired
     from billing.credit_grant g where g.learner_id = $1 and g.course_id = $2 and g.currency = $3`,
    [learnerId, courseId, currency],
  );
  return z.array(grantRow).parse(rows);
}

async function expire(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, { balance, grant, amount }: { balance: LockedBalance; grant: GrantLeft; amount: bigint }): Promise<void> {
  const id = context.ids.next();
  await tx.query('insert into billing.credit_expiry (id, grant_id, institution_id, amount, at) values ($1, $2, $3, $4, $5)', [id, grant.id, balance.institutionId, amount.toString(), context.clock.now()]);
  await tx.query('update billing.credit set granted = granted - $4 where learner_id = $1 and course_id = $2 and currency = $3', [balance.learnerId, balance.courseId, balance.currency, amount.toString()]);
  await postJournal(context, tx, {
    institutionId: balance.institutionId,
    opKey: `expiry:${id}`,
    kind: 'expiry',
    currency: balance.currency,
    entries: [{ account: 'learner-credit', owner: creditOwner(balance), amount }, { account: 'credit-budget', amount: -amount }],
  });
}
