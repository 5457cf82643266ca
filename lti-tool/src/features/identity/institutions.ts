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
  const all = await listInstitutions(sql);
  const found = all.find(({ slug }) => slug === slugOrName) ?? all.find(({ name }) => name === slugOrName);
  if (found === undefined) throw fail('INSTITUTION_UNKNOWN', { detail: all.length === 0 ? 'there is none yet' : `known: ${all.map(({ slug }) => slug).join(', ')}` });
  return found;
}

const unitSchema = z.object({ id: z.string(), name: z.string() });
const customerRow = z
  .object({ id: institutionIdSchema, name: z.string(), monthly_budget: z.string().transform(BigInt).nullable(), units: z.array(unitSchema) })
  .transform(({ monthly_budget: monthlyBudget, ...row }) => ({ ...row, monthlyBudget }));

/** An institution as one sells to it: with its business units, and what it means to spend in a month. */
export type Customer = z.infer<typeof customerRow>;

/** Every institution, by name. */
export async function listCustomers(sql: Sql): Promise<Customer[]> {
  const rows = await sql.query(
    `select i.id, i.name, i.monthly_budget,
            (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name), '[]') from business_unit u where u.institution_id = i.id) as units
     from institution i order by i.name, i.slug`,
  );
  return z.array(customerRow).parse(rows);
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

/**
 * What an institution means to spend in a month, in minor units of its contract's currency: a line on the manager's page, not a limit.
 * @returns whether that is another amount than before
 */
export async function setMonthlyBudget(sql: Sql, id: InstitutionId, amount: bigint): Promise<boolean> {
  const changed = await sql.query('update institution set monthly_budget = $2 where id = $1 and monthly_budget is distinct from $2 returning 1', [id, amount.toString()]);
  return changed.length > 0;
}
