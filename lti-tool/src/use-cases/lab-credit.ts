import { BillingError, chargeFor, contractInForce, costOfLabs, ensureAllowance, findContract, placeHold, priceAt, pricesOf, type BillingContext, type Contract, type Money } from '@cloudclass/billing';
import type { Lab } from '../features/labs/lab-store.ts';
import { maybeOne, type Sql } from '../ports/sql.ts';

/** Who buys: an institution, for one of its courses. */
export interface Buyer {
  readonly institutionId: string;
  readonly courseId: string;
}

type Asking = Pick<BillingContext, 'sql' | 'clock'>;

/** The business unit of a course, whose own contract stands before the institution's. */
export async function unitOf(sql: Sql, { institutionId, courseId }: Buyer): Promise<string | null> {
  const row = await maybeOne<{ unit_id: string | null }>(sql, 'select unit_id from course where id = $1 and institution_id = $2', [courseId, institutionId]);
  return row?.unit_id ?? null;
}

/** The contract that a buyer's labs run under now. */
export async function contractOf({ sql, clock }: Asking, buyer: Buyer): Promise<Contract | undefined> {
  return findContract(sql, buyer.institutionId, clock.now(), await unitOf(sql, buyer));
}

/**
 * What a product costs for an hour now, after the contract's discount, in minor units.
 * @returns undefined without a price in the contract's currency: nothing may run then
 */
export async function hourlyRateUnder({ sql, clock }: Asking, { currency, discountBasisPoints }: Contract, product: string): Promise<Money | undefined> {
  const price = priceAt(await pricesOf(sql, product, currency), clock.now());
  return price && { amount: chargeFor(price, discountBasisPoints, 3_600n).net, currency };
}

/** What a product costs a buyer for an hour now. Undefined while no contract is in force, or no price. */
export async function hourlyRateOf(asking: Asking, buyer: Buyer, product: string): Promise<Money | undefined> {
  const contract = await contractOf(asking, buyer);
  return contract && hourlyRateUnder(asking, contract, product);
}

/** How much is held when a lab starts: what a quarter of an hour costs, so that a lab that starts can do something. */
const HELD_QUARTERS_OF_AN_HOUR = 4n;

/** What starting a lab sets aside of what an hour costs; never nothing where the lab costs something. */
export function neededToStart(hourlyRate: Money): Money {
  return { ...hourlyRate, amount: (hourlyRate.amount + HELD_QUARTERS_OF_AN_HOUR - 1n) / HELD_QUARTERS_OF_AN_HOUR };
}

/**
 * Gives the learner the course's allowance if that has not happened, and sets aside what the lab needs to start.
 * @throws CONTRACT_MISSING, PRICE_MISSING, CREDIT_INSUFFICIENT, CREDIT_CURRENCY_MISMATCH
 */
export async function holdCreditFor(deps: BillingContext, tx: Sql, lab: Lab, product: string): Promise<void> {
  const inside = { ...deps, sql: tx };
  const unitId = await unitOf(tx, lab);
  const rate = await hourlyRateUnder(inside, await contractInForce(tx, lab.institutionId, deps.clock.now(), unitId), product);
  if (rate === undefined) throw new BillingError('PRICE_MISSING', { detail: product });
  await ensureAllowance(inside, holderOf(lab), unitId);
  await placeHold(deps, tx, { ...holderOf(lab), ...neededToStart(rate), labId: lab.id });
}

/** Whose credit a lab spends. */
export const holderOf = (lab: Lab): { readonly institutionId: string; readonly learnerId: string; readonly courseId: string } => ({ institutionId: lab.institutionId, learnerId: lab.personId, courseId: lab.courseId });

/** What a lab has cost so far, in minor units. */
export async function costOfLab(context: Pick<BillingContext, 'sql'>, lab: Lab): Promise<bigint> {
  return (await costOfLabs(context, lab.institutionId, [lab.id])).get(lab.id) ?? 0n;
}
