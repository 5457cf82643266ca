import { findViolations, openPaymentEvents, usageUnbilled } from '@cloudclass/billing';
import { z } from 'zod';
import { differingInvoiceAlarms } from './differing-invoices.ts';
import type { PageDeps } from './page-deps.ts';
import type { AlarmView } from './views/operator.ts';

type Asking = Pick<PageDeps, 'sql'>;

/** Each such draft is told of with both totals, and with what to do about it. */
const TOLD_BY_ITSELF = "no draft's total differs from the provider's";

/** What a person should act on in billing, worst first. */
export async function moneyAlarms(deps: Asking, now: Date): Promise<AlarmView[]> {
  const violations = (await findViolations(deps)).filter(({ invariant }) => invariant !== TOLD_BY_ITSELF).map(({ invariant, detail }): AlarmView => ({ code: 'LEDGER_INVARIANT', since: now, detail: `${invariant}: ${detail}`, count: null, health: 'bad' }));
  return [...violations, ...(await differingInvoiceAlarms(deps)), ...(await unmeteredLabs(deps, now)), ...(await refusedRequests(deps)), ...(await waitingRequests(deps, now)), ...(await eventsToLookAt(deps)), ...(await unratedUsage(deps, now))];
}

const foundRow = z.object({ detail: z.string(), count: z.number(), since: z.date() });

async function found({ sql }: Asking, [code, health]: readonly [code: string, health: AlarmView['health']], query: string, values: readonly unknown[] = []): Promise<AlarmView[]> {
  return z.array(foundRow).parse(await sql.query(query, values)).map(({ detail, count, since }) => ({ code, since, detail, count, health }));
}

const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);

/** Labs are metered every minute; what is not looked at for five is not cut off either. */
const UNMETERED_MILLISECONDS = 5 * 60_000;

/** Labs that run and that no meter has looked at: nobody pays for them, and no credit ends them. */
function unmeteredLabs(deps: Asking, now: Date): Promise<AlarmView[]> {
  return found(deps, ['LABS_UNMETERED', 'bad'], `
    select '' as detail, count(*)::int as count, min(coalesce(metered_until, ready_at)) as since from lab
    where status = 'ready' and coalesce(metered_until, ready_at) < $1 having count(*) > 0`, [before(now, UNMETERED_MILLISECONDS)]);
}

/** Invoices that the payment provider refused to take: nothing moves until somebody has seen to the reason. */
function refusedRequests(deps: Asking): Promise<AlarmView[]> {
  return found(deps, ['PAYMENT_REFUSED', 'bad'], `
    select coalesce(o.last_error, '') as detail, count(*)::int as count, min(o.created_at) as since from billing.stripe_outbox o join billing.invoice i on i.id = o.invoice_id
    where o.status = 'dead' and i.status = 'draft' group by 1 order by 1`);
}

const WAITING_MILLISECONDS = 3_600_000;

/** Requests that were sent and not answered for an hour; where no provider is configured none is sent. */
function waitingRequests(deps: Asking, now: Date): Promise<AlarmView[]> {
  return found(deps, ['PAYMENT_WAITING', 'degraded'], `
    select coalesce(last_error, '') as detail, count(*)::int as count, min(first_sent_at) as since from billing.stripe_outbox
    where status in ('pending', 'sending', 'ambiguous') and first_sent_at < $1 group by 1 order by 1`, [before(now, WAITING_MILLISECONDS)]);
}

/** Disputes and the like: nothing books them, so somebody has to, and says so when it is done. */
async function eventsToLookAt(deps: Asking): Promise<AlarmView[]> {
  const alarms = new Map<string, AlarmView>();
  for (const { concern, at } of await openPaymentEvents(deps)) {
    const known = alarms.get(concern);
    alarms.set(concern, { code: 'PAYMENT_EVENT', since: known?.since ?? at, detail: concern, count: (known?.count ?? 0) + 1, health: 'degraded' });
  }
  return [...alarms.values()];
}

const SHOWN_MILLISECONDS = 7 * 86_400_000;

/** Use that nobody is billed for; what lacks a contract or a price until it has them, what a person has to look at for a week. */
async function unratedUsage(deps: Asking, now: Date): Promise<AlarmView[]> {
  return (await usageUnbilled(deps, before(now, SHOWN_MILLISECONDS))).map(({ code, count, since }) => ({ code: 'USAGE_IN_QUARANTINE', since, detail: code, count, health: 'degraded' }));
}
