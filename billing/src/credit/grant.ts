import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { contractInForce, findContract } from '../contract/contract.ts';
import { BillingError } from '../errors.ts';
import { postJournal } from '../ledger/journal.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';
import { creditOwner, type CreditHolder } from './credit-holder.ts';

export interface GrantInput extends CreditHolder {
  readonly amount: bigint;
  readonly currency: Currency;
  readonly kind: 'paid' | 'promotional';
  readonly reason: string;
  readonly expiresAt: Date | null;
  /** Names the act; granting it twice is granting it once. */
  readonly opKey: string;
}

/**
 * Grants credit.
 * @returns the grant's id; the first one's when the act is repeated, which changes nothing
 * @throws AMOUNT_INVALID, CREDIT_CURRENCY_MISMATCH, OPERATION_KEY_REUSED
 */
export async function grantCredit(context: BillingContext, grant: GrantInput): Promise<{ readonly id: string; readonly repeated: boolean }> {
  if (grant.amount <= 0n) throw new BillingError('AMOUNT_INVALID');
  return context.sql.transaction(async (tx) => {
    const contract = await findContract(tx, grant.institutionId, context.clock.now());
    if (contract !== undefined && contract.currency !== grant.currency) throw new BillingError('CREDIT_CURRENCY_MISMATCH', { detail: `${grant.currency}, contract ${contract.id}` });
    const id = context.ids.next();
    const [inserted] = await tx.query<{ id: string }>(
      `insert into billing.credit_grant (id, op_key, institution_id, learner_id, course_id, amount, currency, kind, reason, expires_at, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (op_key) do nothing returning id`,
      [id, grant.opKey, grant.institutionId, grant.learnerId, grant.courseId, grant.amount.toString(), grant.currency, grant.kind, grant.reason, grant.expiresAt, context.clock.now()],
    );
    if (inserted === undefined) return { id: await earlierGrant(tx, grant), repeated: true };
    await addToBalance(tx, grant);
    await postJournal(context, tx, {
      institutionId: grant.institutionId,
      opKey: `grant:${id}`,
      kind: 'grant',
      currency: grant.currency,
      entries: [{ account: 'credit-budget', amount: grant.amount }, { account: 'learner-credit', owner: creditOwner(grant), amount: -grant.amount }],
    });
    return { id, repeated: false };
  });
}

/** A key names one act: with the same content it is a repetition, with another it is a mistake that must not pass. */
async function earlierGrant(tx: Sql, grant: GrantInput): Promise<string> {
  const [same] = await tx.query<{ id: string }>(
    `select id from billing.credit_grant
     where op_key = $1 and institution_id = $2 and learner_id = $3 and course_id = $4 and amount = $5 and currency = $6 and kind = $7`,
    [grant.opKey, grant.institutionId, grant.learnerId, grant.courseId, grant.amount.toString(), grant.currency, grant.kind],
  );
  if (same === undefined) throw new BillingError('OPERATION_KEY_REUSED', { detail: grant.opKey });
  return same.id;
}

async function addToBalance(tx: Sql, grant: GrantInput): Promise<void> {
  const rows = await tx.query(
    `insert into billing.credit (learner_id, course_id, institution_id, currency, granted) values ($1, $2, $3, $4, $5)
     on conflict (learner_id, course_id, currency) do update set granted = billing.credit.granted + excluded.granted
       where billing.credit.institution_id = excluded.institution_id
     returning 1`,
    [grant.learnerId, grant.courseId, grant.institutionId, grant.currency, grant.amount.toString()],
  );
  if (rows.length === 0) throw new Error(`the credit of ${grant.learnerId} in ${grant.courseId} is another institution's`);
}

/**
 * Gives a learner the allowance that the contract promises each learner in each course, once.
 * @param unitId the business unit of the course, whose own contract stands before the institution's
 * @throws CONTRACT_MISSING, CREDIT_CURRENCY_MISMATCH
 */
export async function ensureAllowance(context: BillingContext, holder: CreditHolder, unitId: string | null = null): Promise<void> {
  const contract = await contractInForce(context.sql, holder.institutionId, context.clock.now(), unitId);
  if (contract.allowance === 0n) return;
  await grantCredit(context, {
    ...holder,
    amount: contract.allowance,
    currency: contract.currency,
    kind: 'promotional',
    reason: 'allowance',
    expiresAt: contract.endsAt,
    opKey: `allowance:${contract.id}:${holder.courseId}:${holder.learnerId}`,
  });
}

const grantRow = z
  .object({ id: z.string(), learner_id: z.string(), course_id: z.string(), amount: bigintColumn, currency: currencySchema, kind: z.enum(['paid', 'promotional']), at: z.date(), expires_at: z.date().nullable() })
  .transform((row) => ({ id: row.id, learnerId: row.learner_id, courseId: row.course_id, amount: row.amount, currency: row.currency, kind: row.kind, at: row.at, expiresAt: row.expires_at }));
export type CreditGrant = z.infer<typeof grantRow>;

/** An institution's grants, newest first. */
export async function listGrants({ sql }: Pick<BillingContext, 'sql'>, institutionId: string): Promise<CreditGrant[]> {
  const rows = await sql.query(
    'select id, learner_id, course_id, amount, currency, kind, at, expires_at from billing.credit_grant where institution_id = $1 order by at desc, id limit 200',
    [institutionId],
  );
  return z.array(grantRow).parse(rows);
}
