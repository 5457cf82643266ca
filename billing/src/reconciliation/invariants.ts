import type { BillingContext } from '../context.ts';

/** Something that must never be, and is. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** Each query lists what violates its invariant; none may ever return a row. */
const queries: Readonly<Record<string, string>> = {
  'postings of a journal sum to zero': `
    select journal_id::text as detail from billing.posting group by journal_id, currency having sum(amount) <> 0`,
  'no journal crosses currencies': `
    select journal_id::text as detail from billing.posting group by journal_id having count(distinct currency) > 1`,
  "a credit's balance equals its postings": `
    select c.learner_id || ':' || c.course_id as detail
    from billing.credit c
    where c.granted - c.posted <> (
      select -coalesce(sum(p.amount), 0) from billing.posting p join billing.ledger_account a on a.id = p.account_id
      where a.kind = 'learner-credit' and a.owner = c.learner_id || ':' || c.course_id)`,
  'held credit equals the open holds': `
    select c.learner_id || ':' || c.course_id as detail
    from billing.credit c
    where c.held <> (select coalesce(sum(h.amount - h.posted), 0) from billing.hold h where h.learner_id = c.learner_id and h.course_id = c.course_id and h.status = 'pending')`,
  'every raw report is rated or in quarantine': `
    select u.id::text as detail from billing.usage_raw u
    where (exists (select 1 from billing.usage_rated r where r.raw_id = u.id)) = (exists (select 1 from billing.usage_quarantine q where q.raw_id = u.id))`,
  'an invoice equals its lines and their uses': `
    select i.id::text as detail from billing.invoice i
    where i.total <> (select coalesce(sum(l.amount), 0) from billing.invoice_line l where l.invoice_id = i.id)
       or i.total <> (select coalesce(sum(r.amount), 0) from billing.invoice_line l join billing.invoice_line_usage a on a.line_id = l.id join billing.usage_rated r on r.id = a.rated_id where l.invoice_id = i.id)`,
  "a final invoice equals the provider's total": `
    select id::text as detail from billing.invoice where status <> 'draft' and provider_total is distinct from total`,
  'rated use equals what is unbilled, owed or paid': `
    select i.institution_id::text || ' ' || i.currency as detail
    from (select institution_id, currency, sum(amount) as amount from billing.usage_rated group by 1, 2) i
    where i.amount <> (
      select coalesce(sum(p.amount), 0) from billing.posting p join billing.ledger_account a on a.id = p.account_id
      where a.institution_id = i.institution_id and a.currency = i.currency and a.kind in ('unbilled-usage', 'receivable', 'cash'))`,
};

/** Looks for violations of the ledger's invariants; an empty list is the only good answer. The host runs it every night. */
export async function findViolations({ sql }: Pick<BillingContext, 'sql'>): Promise<Violation[]> {
  const found = await Promise.all(Object.entries(queries).map(async ([invariant, query]) => {
    const rows = await sql.query<{ detail: string }>(query);
    return rows.map(({ detail }) => ({ invariant, detail }));
  }));
  return found.flat();
}
