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

/** What an institution means to spend in a month, in minor units of its contract's currency: a line on the manager's page, not a limit. */
export async function setMonthlyBudget(sql: Sql, id: InstitutionId, amount: bigint): Promise<void> {
  await sql.query('update institution set monthly_budget = $2 where id = $1', [id, amount.toString()]);
}
