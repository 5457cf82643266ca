import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';

const contractRow = z
  .object({ id: z.string(), institution_id: z.string(), currency: currencySchema, discount_basis_points: z.number().int(), allowance: bigintColumn, starts_at: z.date(), ends_at: z.date().nullable() })
  .transform((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    currency: row.currency,
    discountBasisPoints: row.discount_basis_points,
    allowance: row.allowance,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }));

/** On what terms an institution buys. */
export type Contract = z.infer<typeof contractRow>;

const COLUMNS = 'id, institution_id, currency, discount_basis_points, allowance, starts_at, ends_at';

export interface ContractInput {
  readonly institutionId: string;
  readonly currency: Currency;
  /** Hundredths of a percent off the list price, 0 to 10,000. */
  readonly discountBasisPoints: number;
  /** Credit each learner gets in each course, in minor units. */
  readonly allowance: bigint;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** Sets up a contract. */
export async function createContract({ sql, ids }: Pick<BillingContext, 'sql' | 'ids'>, input: ContractInput): Promise<Contract> {
  const rows = await sql.query(
    `insert into billing.contract (id, institution_id, currency, discount_basis_points, allowance, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [ids.next(), input.institutionId, input.currency, input.discountBasisPoints, input.allowance.toString(), input.startsAt, input.endsAt],
  );
  return contractRow.parse(rows[0]);
}

/** The contract that holds at a time; the one that started last where several do. */
export async function findContract(sql: Sql, institutionId: string, at: Date): Promise<Contract | undefined> {
  const rows = await sql.query(
    `select ${COLUMNS} from billing.contract
     where institution_id = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2) order by starts_at desc limit 1`,
    [institutionId, at],
  );
  return z.array(contractRow).parse(rows)[0];
}

/** @throws CONTRACT_MISSING */
export async function contractInForce(sql: Sql, institutionId: string, at: Date): Promise<Contract> {
  const contract = await findContract(sql, institutionId, at);
  if (contract === undefined) throw new BillingError('CONTRACT_MISSING', { detail: institutionId });
  return contract;
}

/** Every contract, newest first, with what was used under it so far. */
export async function listContracts({ sql }: Pick<BillingContext, 'sql'>): Promise<(Contract & { readonly spent: bigint })[]> {
  const rows = await sql.query(
    `select ${COLUMNS}, (select coalesce(sum(amount), 0) from billing.usage_rated r where r.contract_id = c.id) as spent
     from billing.contract c order by starts_at desc`,
  );
  return rows.map((row) => ({ ...contractRow.parse(row), spent: z.object({ spent: bigintColumn }).parse(row).spent }));
}
