import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';

const contractRow = z
  .object({ id: z.string(), institution_id: z.string(), unit_id: z.string().nullable(), currency: currencySchema, discount_basis_points: z.number().int(), allowance: bigintColumn, starts_at: z.date(), ends_at: z.date().nullable() })
  .transform((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    unitId: row.unit_id,
    currency: row.currency,
    discountBasisPoints: row.discount_basis_points,
    allowance: row.allowance,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }));

/** On what terms an institution buys. */
export type Contract = z.infer<typeof contractRow>;

const COLUMNS = 'id, institution_id, unit_id, currency, discount_basis_points, allowance, starts_at, ends_at';

export interface ContractInput {
  /** Names the act: set up again under it with the same terms, the contract is there once. Without it the terms name it. */
  readonly id?: string;
  readonly institutionId: string;
  /** The business unit it is for; without it, it is for the whole institution. */
  readonly unitId?: string | null;
  readonly currency: Currency;
  /** Hundredths of a percent off the list price, 0 to 10,000. */
  readonly discountBasisPoints: number;
  /** Credit each learner gets in each course, in minor units. */
  readonly allowance: bigint;
  /** Null: now. */
  readonly startsAt: Date | null;
  /** Null: open. */
  readonly endsAt: Date | null;
}

/** What an act left behind, and whether an earlier one had done it: then nothing changed. */
export type ContractActed = Contract & { readonly repeated: boolean };

/**
 * Sets up a contract. An institution's contracts share one currency as long as they overlap: one invoice is in one currency.
 * What was rated before keeps its contract and its price.
 * @throws DISCOUNT_INVALID, AMOUNT_INVALID, PERIOD_INVALID, CONTRACT_CURRENCY_DIFFERS, OPERATION_KEY_REUSED
 */
export async function createContract({ sql, clock, ids }: BillingContext, input: ContractInput): Promise<ContractActed> {
  const startsAt = input.startsAt ?? clock.now();
  refuseWrongTerms(input, startsAt);
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`contract:${input.institutionId}`]);
    const earlier = input.id === undefined ? undefined : await contractOf(tx, input.id);
    if (earlier !== undefined) return repeated(earlier, input);
    const same = input.id === undefined ? await sameContract(tx, input, startsAt) : undefined;
    if (same !== undefined) return { ...same, repeated: true };
    await refuseOtherCurrency(tx, input, startsAt);
    const rows = await tx.query(
      `insert into billing.contract (id, institution_id, unit_id, currency, discount_basis_points, allowance, starts_at, ends_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [input.id ?? ids.next(), input.institutionId, input.unitId ?? null, input.currency, input.discountBasisPoints, input.allowance.toString(), startsAt, input.endsAt],
    );
    return { ...contractRow.parse(rows[0]), repeated: false };
  });
}

function refuseWrongTerms({ discountBasisPoints, allowance, endsAt }: ContractInput, startsAt: Date): void {
  if (!Number.isInteger(discountBasisPoints) || discountBasisPoints < 0 || discountBasisPoints > 10_000) throw new BillingError('DISCOUNT_INVALID', { detail: String(discountBasisPoints) });
  if (allowance < 0n) throw new BillingError('AMOUNT_INVALID');
  if (endsAt !== null && endsAt <= startsAt) throw new BillingError('PERIOD_INVALID');
}

async function refuseOtherCurrency(tx: Sql, { institutionId, currency, endsAt }: ContractInput, startsAt: Date): Promise<void> {
  const [other] = await tx.query<{ id: string }>(
    `select id from billing.contract
     where ${STANDS} and institution_id = $1 and currency <> $2 and tstzrange(starts_at, ends_at) && tstzrange($3::timestamptz, $4::timestamptz) limit 1`,
    [institutionId, currency, startsAt, endsAt],
  );
  if (other !== undefined) throw new BillingError('CONTRACT_CURRENCY_DIFFERS', { detail: other.id });
}

/** A key names one act: with the same terms it is a repetition, with others it is a mistake that must not pass. */
function repeated({ contract: earlier, withdrawn }: KnownContract, { institutionId, unitId, currency, discountBasisPoints, allowance, startsAt, endsAt }: ContractInput): ContractActed {
  const asked = { institutionId, unitId: unitId ?? null, currency, discountBasisPoints, allowance, startsAt: startsAt ?? earlier.startsAt, endsAt };
  if (withdrawn || !isDeepStrictEqual(earlier, { id: earlier.id, ...asked })) throw new BillingError('OPERATION_KEY_REUSED', { detail: earlier.id });
  return { ...earlier, repeated: true };
}

/**
 * What an act without a key asks for, where it is there already: a command that is given twice must not give every learner credit twice. It begins
 * at the same time; or it holds now, where no beginning is named.
 */
async function sameContract(tx: Sql, input: ContractInput, startsAt: Date): Promise<Contract | undefined> {
  const { institutionId, unitId = null, currency, discountBasisPoints, allowance, endsAt } = input;
  const asked = { institutionId, unitId, currency, discountBasisPoints, allowance, endsAt };
  const known = input.startsAt === null ? await findContract(tx, institutionId, startsAt, unitId) : await contractFrom(tx, { institutionId, unitId, startsAt });
  return known !== undefined && isDeepStrictEqual(known, { ...asked, id: known.id, startsAt: known.startsAt }) ? known : undefined;
}

async function contractFrom(tx: Sql, { institutionId, unitId, startsAt }: Pick<Contract, 'institutionId' | 'unitId' | 'startsAt'>): Promise<Contract | undefined> {
  const rows = await tx.query(
    `select ${COLUMNS} from billing.contract where ${STANDS} and institution_id = $1 and unit_id is not distinct from $2::uuid and starts_at = $3 order by id limit 1`,
    [institutionId, unitId, startsAt],
  );
  return z.array(contractRow).parse(rows)[0];
}

async function contractOf(tx: Sql, id: string): Promise<KnownContract | undefined> {
  // as text: an id that somebody typed need not be one
  return z.array(knownRow).parse(await tx.query(`select ${COLUMNS}, withdrawn_at is not null as withdrawn from billing.contract where id::text = $1 for update`, [id]))[0];
}

/** A contract as it is acted on: one that was withdrawn is known, and stands for nothing. */
interface KnownContract {
  readonly contract: Contract;
  readonly withdrawn: boolean;
}

const knownRow = z.looseObject({ withdrawn: z.boolean() }).transform(({ withdrawn, ...row }): KnownContract => ({ contract: contractRow.parse(row), withdrawn }));

/** Was not withdrawn. */
const STANDS = 'withdrawn_at is null';

/** A clock that is a little behind must not make an end "now" an end in the past. */
const TOLERANCE_MILLISECONDS = 60_000;

/**
 * Lets a contract end sooner than it would. What was used before is rated by it, so the end is now or later. Ended again at the same
 * time, or now when it is over, it stays as it is.
 * @throws CONTRACT_UNKNOWN; PERIOD_INVALID when that is before it begins, after it ends, or in the past
 */
export async function endContract({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>, id: string, at: Date): Promise<ContractActed> {
  return sql.transaction(async (tx) => {
    const known = await contractOf(tx, id);
    if (known === undefined || known.withdrawn) throw new BillingError('CONTRACT_UNKNOWN', { detail: id });
    if (isOverAsAsked(known.contract, at, clock.now())) return { ...known.contract, repeated: true };
    refuseWrongEnd(known.contract, at, clock.now());
    const rows = await tx.query(`update billing.contract set ends_at = $2 where id = $1 returning ${COLUMNS}`, [id, at]);
    return { ...contractRow.parse(rows[0]), repeated: false };
  });
}

/**
 * Takes back a contract that has not begun: it never holds. Withdrawn again, it stays as it is.
 * @throws CONTRACT_UNKNOWN, CONTRACT_BEGUN
 */
export async function withdrawContract({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>, id: string): Promise<ContractActed> {
  return sql.transaction(async (tx) => {
    const known = await contractOf(tx, id);
    if (known === undefined) throw new BillingError('CONTRACT_UNKNOWN', { detail: id });
    if (known.withdrawn) return { ...known.contract, repeated: true };
    if (known.contract.startsAt <= clock.now()) throw new BillingError('CONTRACT_BEGUN', { detail: `it is in force since ${known.contract.startsAt.toISOString()}` });
    await tx.query('update billing.contract set withdrawn_at = $2 where id = $1', [id, clock.now()]);
    return { ...known.contract, repeated: false };
  });
}

function isOverAsAsked({ endsAt }: Contract, at: Date, now: Date): boolean {
  if (endsAt === null) return false;
  const asksForNow = Math.abs(at.getTime() - now.getTime()) <= TOLERANCE_MILLISECONDS;
  return endsAt.getTime() === at.getTime() || (asksForNow && endsAt <= at);
}

function refuseWrongEnd({ startsAt, endsAt }: Contract, at: Date, now: Date): void {
  if (at.getTime() < now.getTime() - TOLERANCE_MILLISECONDS) throw new BillingError('PERIOD_INVALID', { detail: 'the end is in the past' });
  if (at <= startsAt || (endsAt !== null && at >= endsAt)) throw new BillingError('PERIOD_INVALID', { detail: `the contract is from ${startsAt.toISOString()} until ${endsAt?.toISOString() ?? 'further notice'}` });
}

/** Of a statement whose first value is the time. */
const IN_FORCE = 'withdrawn_at is null and starts_at <= $1 and (ends_at is null or ends_at > $1)';

/**
 * The contract that holds at a time: the unit's own before the institution's, then the one that started last.
 * @param unitId the business unit that uses; without it only the institution's own contracts count
 */
export async function findContract(sql: Sql, institutionId: string, at: Date, unitId: string | null = null): Promise<Contract | undefined> {
  const rows = await sql.query(
    `select ${COLUMNS} from billing.contract
     where ${IN_FORCE} and institution_id = $2 and (unit_id is null or unit_id = $3::uuid)
     order by unit_id nulls last, starts_at desc limit 1`,
    [at, institutionId, unitId],
  );
  return z.array(contractRow).parse(rows)[0];
}

/** The contract that must hold at a time, found as `findContract` does. @throws CONTRACT_MISSING */
export async function contractInForce(sql: Sql, institutionId: string, at: Date, unitId: string | null = null): Promise<Contract> {
  const contract = await findContract(sql, institutionId, at, unitId);
  if (contract === undefined) throw new BillingError('CONTRACT_MISSING', { detail: institutionId });
  return contract;
}

/** The contracts that hold at a time for whole institutions: of each institution the one that started last. */
export async function contractsInForce(sql: Sql, at: Date): Promise<Contract[]> {
  const rows = await sql.query(
    `select distinct on (institution_id) ${COLUMNS} from billing.contract where ${IN_FORCE} and unit_id is null order by institution_id, starts_at desc`,
    [at],
  );
  return z.array(contractRow).parse(rows);
}

/** Every contract that was not withdrawn, newest first. */
export async function listContracts({ sql }: Pick<BillingContext, 'sql'>): Promise<Contract[]> {
  return z.array(contractRow).parse(await sql.query(`select ${COLUMNS} from billing.contract where ${STANDS} order by starts_at desc`));
}
