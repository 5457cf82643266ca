import type { BillingContext } from '../context.ts';

/** Something that must never be, and is. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** What is booked on the given kinds of account of an institution `i`, in its currency. */
const booked = (...kinds: readonly string[]): string => `(
  select coalesce(sum(p.amount), 0) from billing.posting p join billing.ledger_account a on a.id = p.account_id
  where a.institution_id = i.institution_id and a.currency = i.currency and a.kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}))`;

/** Every institution in every currency it has books in, with the sum of its rows of a table: what is booked and has no row is found too. */
const books = (table: string): string => `(
      select k.institution_id, k.currency, sum(k.amount) as amount
      from (select institution_id, currency, amount from ${table} union all select institution_id, currency, 0 from billing.ledger_account) k group by 1, 2)`;

/** Each query lists what violates its invariant; none may ever return a row. docs/billing.md explains them by these names. */
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
      where a.kind = 'learner-credit' and a.currency = c.currency and a.owner = c.learner_id || ':' || c.course_id)`,
  "a credit's grants equal its balance and what expired": `
    select c.learner_id || ':' || c.course_id as detail
    from billing.credit c
    where c.granted <> (
      select coalesce(sum(g.amount), 0) - coalesce(sum((select sum(e.amount) from billing.credit_expiry e where e.grant_id = g.id)), 0)
      from billing.credit_grant g where g.learner_id = c.learner_id and g.course_id = c.course_id and g.currency = c.currency)`,
  'no credit is overdrawn': `
    select learner_id || ':' || course_id as detail from billing.credit where granted - posted - held < 0`,
  'held credit equals the open holds': `
    select c.learner_id || ':' || c.course_id as detail
    from billing.credit c
    where c.held <> (select coalesce(sum(h.amount - h.posted), 0) from billing.hold h where h.learner_id = c.learner_id and h.course_id = c.course_id and h.currency = c.currency and h.status = 'pending')`,
  'the latest revision of every report is rated or in quarantine': `
    select u.id::text as detail from billing.usage_raw u
    where not exists (select 1 from billing.usage_raw n where n.source = u.source and n.event_id = u.event_id and n.revision > u.revision)
      and (exists (select 1 from billing.usage_standing r where r.raw_id = u.id)) = (exists (select 1 from billing.usage_quarantine q where q.raw_id = u.id and q.rated_at is null))`,
  'one revision of a report stands': `
    select u.source || ' ' || u.event_id as detail
    from billing.usage_standing r join billing.usage_raw u on u.id = r.raw_id group by u.source, u.event_id having count(distinct u.revision) > 1`,
  'reversed use is on no invoice': `
    select v.rated_id::text as detail from billing.usage_reversal v join billing.invoice_line_usage a on a.rated_id = v.rated_id and a.released_at is null`,
  'an invoice equals its lines, and a line its uses and rounding': `
    select i.id::text as detail from billing.invoice i
    where i.total <> (select coalesce(sum(l.amount), 0) from billing.invoice_line l where l.invoice_id = i.id)
       or exists (
         select 1 from billing.invoice_line l
         where l.invoice_id = i.id and l.amount - l.rounding <> (
           select coalesce(sum(r.amount), 0) from billing.invoice_line_usage a join billing.usage_rated r on r.id = a.rated_id where a.line_id = l.id))`,
  "a final invoice equals the provider's total": `
    select id::text as detail from billing.invoice where status not in ('draft', 'deleted', 'void') and provider_total is distinct from total`,
  "no draft's total differs from the provider's": `
    select id::text as detail from billing.invoice where status = 'draft' and provider_total <> total`,
  'an invoice is in the state that the provider says': `
    select id::text as detail from billing.invoice
    where differs_since is null and not case provider_status
      when 'draft' then status = 'draft' when 'deleted' then status = 'deleted' when 'open' then status in ('open', 'part_paid', 'paid') when 'uncollectible' then status in ('uncollectible', 'paid')
      when 'void' then status = 'void' when 'paid' then status = 'paid' else true end`,
  'rated use equals what is unbilled, owed, paid, written off or given back': `
    select i.institution_id::text || ' ' || i.currency as detail
    from ${books('billing.usage_standing')} i
    where i.amount <> ${booked('unbilled-usage', 'receivable', 'cash', 'prepayment', 'bad-debt', 'rounding', 'given-back')}`,
  'cash equals the payments less the refunds, each with its reference': `
    select i.institution_id::text || ' ' || i.currency as detail
    from ${books(`(
      select institution_id, currency, amount from billing.payment
      union all select institution_id, currency, -from_cash from billing.invoice_adjustment where status = 'done') m`)} i
    where i.amount <> ${booked('cash')}`,
  'an invoice has been refunded what its refunds are, and no more than was paid': `
    select i.id::text as detail from billing.invoice i
    left join lateral (
      select sum(a.from_cash) as cash, sum(a.from_owed) as owed, sum(a.from_cash + a.kept) as back from billing.invoice_adjustment a where a.invoice_id = i.id and a.status = 'done') a on true
    where i.refunded <> coalesce(a.cash, 0) or i.credited <> coalesce(a.owed, 0) or coalesce(a.back, 0) > i.paid or i.credited > i.total`,
  "an invoice's payments are what it says was paid": `
    select i.id::text as detail from billing.invoice i
    where i.paid <> (select coalesce(sum(p.amount), 0) from billing.payment p where p.invoice_id = i.id)`,
};

/** One statement sees one instant: use that is posted meanwhile is not taken for a difference. */
const ALL = Object.entries(queries)
  .map(([invariant, query]) => `select '${invariant.replaceAll("'", "''")}' as invariant, q.detail from (${query}) q`)
  .join(' union all ');

/** Looks for violations of the ledger's invariants; an empty list is the only good answer. */
export function findViolations({ sql }: Pick<BillingContext, 'sql'>): Promise<Violation[]> {
  return sql.query<{ invariant: string; detail: string }>(ALL);
}
