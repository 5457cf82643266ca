import { BillingError, contractInForce, createContract, endContract as endInBilling, withdrawContract as withdrawInBilling, writeMoney, type Contract, type ContractInput, type Money } from '@cloudclass/billing';
import type { Clock, Ids } from '../ports/clock.ts';
import { noteAct } from '../features/audit/audit.ts';
import { institutionOf, setMonthlyBudget } from '../features/identity/institutions.ts';
import { institutionIdSchema, type InstitutionId } from '../domain/ids.ts';
import type { Sql } from '../ports/sql.ts';

/** What the acts of sales need. */
export interface SalesActDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Sets up a contract, and notes who did. Of several in force the one that began last holds.
 * @param by how the audit log names who did it
 * @returns the contract; under a key that was used for the same terms, or without a key for terms that stand, the earlier one, which is not noted again
 * @throws INSTITUTION_UNKNOWN, UNIT_UNKNOWN, and what `createContract` does
 */
export async function addContract({ sql, clock, ids }: SalesActDeps, terms: ContractInput, by: string): Promise<Contract> {
  return sql.transaction(async (tx) => {
    const { id: institutionId, units } = await institutionOf(tx, terms.institutionId, terms.unitId ?? null);
    const { repeated, ...made } = await createContract({ sql: tx, clock, ids }, terms);
    const unit = units.find(({ id }) => id === made.unitId);
    const detail = unit === undefined ? termsOf(made) : `${unit.name}: ${termsOf(made)}`;
    if (!repeated) await noteAct({ clock, ids }, tx, { institutionId, actor: by, action: 'contract.added', target: made.id, detail });
    return made;
  });
}

/**
 * Takes back a contract that has not begun, and notes who did; one that was taken back before is not noted again.
 * @param by how the audit log names who did it
 * @throws CONTRACT_UNKNOWN, CONTRACT_BEGUN
 */
export async function withdrawContract({ sql, clock, ids }: SalesActDeps, id: string, by: string): Promise<Contract> {
  return sql.transaction(async (tx) => {
    const { repeated, ...withdrawn } = await withdrawInBilling({ sql: tx, clock }, id);
    if (!repeated) await noteAct({ clock, ids }, tx, { institutionId: institutionIdSchema.parse(withdrawn.institutionId), actor: by, action: 'contract.withdrawn', target: id, detail: termsOf(withdrawn) });
    return withdrawn;
  });
}

/**
 * Lets a contract end sooner than it would, and notes who did; an end that was asked for before is not noted again.
 * @param at null: now
 * @param by how the audit log names who did it
 * @throws CONTRACT_UNKNOWN, PERIOD_INVALID
 */
export async function endContract({ sql, clock, ids }: SalesActDeps, { id, at }: { readonly id: string; readonly at: Date | null }, by: string): Promise<Contract> {
  return sql.transaction(async (tx) => {
    const { repeated, ...ended } = await endInBilling({ sql: tx, clock }, id, at ?? clock.now());
    if (!repeated) await noteAct({ clock, ids }, tx, { institutionId: institutionIdSchema.parse(ended.institutionId), actor: by, action: 'contract.ended', target: id, detail: termsOf(ended) });
    return ended;
  });
}

/**
 * Sets what an institution means to spend in a month, and notes who did; the same budget again is not noted.
 * @param budget in the currency of the institution's contract in force
 * @param by how the audit log names who did it
 * @throws CONTRACT_MISSING, CONTRACT_CURRENCY_DIFFERS
 */
export async function setBudget({ sql, clock, ids }: SalesActDeps, { institutionId, budget }: { readonly institutionId: InstitutionId; readonly budget: Money }, by: string): Promise<void> {
  await sql.transaction(async (tx) => {
    const { currency } = await contractInForce(tx, institutionId, clock.now());
    if (currency !== budget.currency) throw new BillingError('CONTRACT_CURRENCY_DIFFERS', { detail: `the contract is in ${currency}` });
    if (await setMonthlyBudget(tx, institutionId, budget)) await noteAct({ clock, ids }, tx, { institutionId, actor: by, action: 'budget.set', target: institutionId, detail: budgetOf(budget) });
  });
}

/** A budget as the audit log and the commands say it. */
export function budgetOf(budget: Money): string {
  return `${writeMoney(budget)} a month`;
}

/** A contract's terms as the audit log and the commands say them. */
export function termsOf({ allowance, currency, discountBasisPoints, startsAt, endsAt }: Contract): string {
  const time = `from ${startsAt.toISOString()}${endsAt === null ? '' : ` until ${endsAt.toISOString()}`}`;
  return `${writeMoney({ amount: allowance, currency })} for each learner and course, ${discountBasisPoints / 100} % off, ${time}`;
}
