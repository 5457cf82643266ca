import { z } from 'zod';
import { errorsOf } from '../../errors.ts';
import { institutionIdSchema, type InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { identityErrors } from './identity-errors.ts';

const fail = errorsOf(identityErrors);

const institutionRow = z.object({ id: institutionIdSchema, slug: z.string(), name: z.string() });

/** A customer: a university, a training company. */
export type Institution = z.infer<typeof institutionRow>;

/** Every institution, by name. */
export async function listInstitutions(sql: Sql): Promise<Institution[]> {
  return z.array(institutionRow).parse(await sql.query('select id, slug, name from institution order by name, slug'));
}

/**
 * The institution of this slug, or else of this name.
 * @throws INSTITUTION_UNKNOWN, naming those that there are
 */
export async function institutionCalled(sql: Sql, slugOrName: string): Promise<Institution> {
  return called(await listInstitutions(sql), slugOrName);
}

function called<Known extends Institution>(all: readonly Known[], slugOrName: string): Known {
  const found = all.find(({ slug }) => slug === slugOrName) ?? all.find(({ name }) => name === slugOrName);
  if (found === undefined) throw fail('INSTITUTION_UNKNOWN', { detail: all.length === 0 ? 'there is none yet' : `known: ${all.map(({ slug }) => slug).join(', ')}` });
  return found;
}

const unitSchema = z.object({ id: z.string(), name: z.string() });
/** What an institution means to spend in a month, in minor units; as text, because JSON has no such whole numbers. */
const budgetSchema = z.object({ amount: z.string().transform(BigInt), currency: z.enum(['KRW', 'USD']) });
export type MonthlyBudget = z.infer<typeof budgetSchema>;

const customerRow = institutionRow.extend({ budget: budgetSchema.nullable(), units: z.array(unitSchema) });

/** An institution as one sells to it: with its business units, and what it means to spend in a month. */
export type Customer = z.infer<typeof customerRow>;

const BUDGET = `case when i.monthly_budget is not null then json_build_object('amount', i.monthly_budget::text, 'currency', i.monthly_budget_currency) end as budget`;

/** Every institution, by name. */
export async function listCustomers(sql: Sql): Promise<Customer[]> {
  const rows = await sql.query(
    `select i.id, i.slug, i.name, ${BUDGET},
            (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name), '[]') from business_unit u where u.institution_id = i.id) as units
     from institution i order by i.name, i.slug`,
  );
  return z.array(customerRow).parse(rows);
}

/** What every institution is called, by its id. */
export async function customerNames(sql: Sql): Promise<ReadonlyMap<string, string>> {
  return new Map((await listInstitutions(sql)).map(({ id, name }) => [id, name]));
}

/** The customer of this slug, or else of this name. @throws INSTITUTION_UNKNOWN, naming those that there are */
export async function customerCalled(sql: Sql, slugOrName: string): Promise<Customer> {
  return called(await listCustomers(sql), slugOrName);
}

/** A customer's business unit of this name. @throws UNIT_UNKNOWN, naming those that there are */
export function unitCalled({ units }: Customer, name: string): { readonly id: string; readonly name: string } {
  const found = units.find((unit) => unit.name === name);
  if (found === undefined) throw fail('UNIT_UNKNOWN', { detail: units.length === 0 ? 'it has none' : `known: ${units.map((unit) => unit.name).join(', ')}` });
  return found;
}

/**
 * The institution that a page names by its id.
 * @param unitId one of its business units, which must be its own
 * @throws INSTITUTION_UNKNOWN, UNIT_UNKNOWN
 */
export async function institutionOf(sql: Sql, id: string, unitId: string | null = null): Promise<Customer> {
  const found = (await listCustomers(sql)).find((customer) => customer.id === id);
  if (found === undefined) throw fail('INSTITUTION_UNKNOWN', { detail: id });
  if (unitId !== null && !found.units.some((unit) => unit.id === unitId)) throw fail('UNIT_UNKNOWN', { detail: unitId });
  return found;
}

/** What an institution means to spend in a month: a line on the manager's page, not a limit. */
export async function monthlyBudgetOf(sql: Sql, id: InstitutionId): Promise<MonthlyBudget | null> {
  const [row] = z.array(z.object({ budget: budgetSchema.nullable() })).parse(await sql.query(`select ${BUDGET} from institution i where id = $1`, [id]));
  return row?.budget ?? null;
}

/** Sets what an institution means to spend in a month. @returns whether that is another budget than before */
export async function setMonthlyBudget(sql: Sql, id: InstitutionId, { amount, currency }: MonthlyBudget): Promise<boolean> {
  const changed = await sql.query(
    `update institution set monthly_budget = $2, monthly_budget_currency = $3
     where id = $1 and (monthly_budget, monthly_budget_currency) is distinct from ($2, $3) returning 1`,
    [id, amount.toString(), currency],
  );
  return changed.length > 0;
}
