import { costOfLabs, findContract, grantCredit, listGrants, listInvoices, unbilledMonths, usageRows, usageSums, writeMoney, type CreditGrant, type Invoice, type UsageSum } from '@cloudclass/billing';
import { z } from 'zod';
import { fail } from '../errors.ts';
import { auditLog, noteAct } from '../features/audit/audit.ts';
import { namesOfTargets } from '../features/audit/target-names.ts';
import { stepsOfTargets } from '../features/audit/target-steps.ts';
import { namesOf, type Names } from '../features/courses/names.ts';
import { monthlyBudgetOf } from '../features/identity/institutions.ts';
import type { Session } from '../features/identity/session.ts';
import type { CreditGrantView, InstitutionUsageView, InvoiceView, UsageGroupView } from './views/manager.ts';
import type { MoneyValue } from './views/values.ts';
import type { InstitutionId } from '../domain/ids.ts';
import type { PageDeps } from './page-deps.ts';
import type { ManagerPages, Period } from './pages.ts';
import { draftInvoice, finalizeInvoice } from '../use-cases/invoices.ts';
import { invoiceViews } from './invoice-views.ts';
import { forecast, monthOf } from './period.ts';
import { personalDataPages } from './personal-data-pages.ts';
import { actorName, managedInstitution } from './rights.ts';

type Currency = 'KRW' | 'USD';

/** What a manager's page can do, for the manager's own institution only. */
export function createManagerPages(deps: PageDeps): ManagerPages {
  return {
    usage: (session, period) => usageOf(deps, managedInstitution(session), period),
    async usageRows(session, { courseId, after, ...period }) {
      const institutionId = managedInstitution(session);
      const { from, to } = monthOf(period, deps.clock.now());
      const rows = await usageRows(deps, { institutionId, from, to, courseId: courseId ?? undefined, after: after ?? undefined });
      const names = await namesOf(deps.sql, institutionId);
      return rows.map((row) => ({
        id: row.id,
        at: row.at,
        course: names.course(row.courseId),
        learner: { id: row.learnerId, name: names.person(row.learnerId) },
        labId: row.labId,
        product: row.product,
        minutes: Number(row.seconds) / 60,
        cost: { amount: row.amount, currency: row.currency },
        priceVersion: row.priceVersionId,
        invoiced: row.invoiced,
      }));
    },
    leases: async (session) => leasesOf(deps, managedInstitution(session)),
    async invoices(session) {
      return invoiceViews(deps.sql, await listInvoices(deps, managedInstitution(session)));
    },
    async creditGrants(session) {
      const institutionId = managedInstitution(session);
      const names = await namesOf(deps.sql, institutionId);
      return (await listGrants(deps, institutionId)).map((grant) => grantView(grant, names));
    },
    async auditLog(session, { actor, action, before }) {
      const institutionId = managedInstitution(session);
      const rows = await auditLog(deps, { institutionId, actor: actor ?? undefined, action: action ?? undefined, before: before ?? undefined });
      const targets = rows.flatMap(({ target }) => target ?? []);
      const [names, steps] = [await namesOfTargets(deps.sql, institutionId, targets), await stepsOfTargets(deps.sql, institutionId, targets)];
      return rows.map((row) => ({ ...row, targetName: names.get(row.target ?? '') ?? null, targetStep: steps.get(row.target ?? '') ?? null }));
    },
    grantCredit: (session, grant) => grantOnce(deps, session, grant),
    async unbilled(session) {
      return (await unbilledMonths(deps, managedInstitution(session))).map(({ from, to, ...total }) => ({ from, to, total }));
    },
    async draftInvoice(session, { key, from, to, currency }) {
      const institutionId = managedInstitution(session);
      const terms = { institutionId, from, to, ...(currency ? { currency } : {}), opKey: `manager:${institutionId}:${parsedId(key)}` };
      return viewOf(deps, await draftInvoice(deps, terms, actorName(session)));
    },
    async finalizeInvoice(session, id) {
      const institutionId = managedInstitution(session);
      return viewOf(deps, await finalizeInvoice(deps, { institutionId, id: parsedId(id) }, actorName(session)));
    },
    ...personalDataPages(deps),
  };
}

type Grant = Parameters<ManagerPages['grantCredit']>[1];

/** A button that is pressed twice, or a question that is asked again because its answer was lost, is one act by the page's key, and one note. */
async function grantOnce(deps: PageDeps, session: Session, grant: Grant): Promise<CreditGrantView> {
  const institutionId = managedInstitution(session);
  const names = await namesOf(deps.sql, institutionId);
  if (!names.hasPerson(grant.learnerId) || !names.hasCourse(grant.courseId) || !/^\d{1,15}$/.test(grant.amount)) throw fail('BAD_INPUT', { detail: 'learner, course and a whole amount are needed' });
  const { learnerId, courseId, currency, reason } = grant;
  const opKey = `manager:${institutionId}:${parsedId(grant.key)}`;
  const id = await deps.sql.transaction(async (tx) => {
    const granted = await grantCredit({ ...deps, sql: tx }, { institutionId, learnerId, courseId, currency, reason, amount: BigInt(grant.amount), kind: 'paid', expiresAt: null, opKey });
    if (!granted.repeated) await noteAct(deps, tx, { institutionId, actor: actorName(session), action: 'credit.granted', target: learnerId, detail: `${writeMoney({ amount: BigInt(grant.amount), currency })}: ${reason}` });
    return granted.id;
  });
  const made = (await listGrants(deps, institutionId)).find((entry) => entry.id === id);
  if (made === undefined) throw fail('INTERNAL', { detail: `grant ${id} not found` });
  return grantView(made, names);
}

function parsedId(id: string): string {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) throw fail('BAD_INPUT', { detail: 'id' });
  return parsed.data;
}

async function usageOf(deps: PageDeps, institutionId: InstitutionId, period: Period): Promise<InstitutionUsageView> {
  const now = deps.clock.now();
  const { from, to } = monthOf(period, now);
  const [all, names] = [await usageSums(deps, { institutionId, from, to }), await namesOf(deps.sql, institutionId)];
  // what was used says in which currency, also after its contract has ended; of two in one period the newer is summed up
  const currency = all.at(-1)?.currency ?? (await currencyOf(deps, institutionId));
  const sums = all.filter((row) => row.currency === currency);
  const money = (amount: bigint) => ({ amount, currency });
  const total = sums.reduce((sum, row) => sum + row.amount, 0n);
  return {
    from,
    to,
    total: money(total),
    budget: await budgetOf(deps, institutionId, currency),
    forecast: money(forecast(total, { from, to, now })),
    byUnit: grouped(sums, (row) => row.unitId ?? '', (id) => (id === '' ? '—' : names.unit(id)), currency),
    byCourse: grouped(sums, (row) => row.courseId, (id) => names.course(id), currency),
    byDay: [...new Set(sums.map((row) => row.day))].toSorted().map((day) => ({ day, ...costOf(sums.filter((row) => row.day === day), currency) })),
  };
}

/** The currency an institution buys in; before its first contract there is nothing to show in any. */
async function currencyOf({ sql, clock }: PageDeps, institutionId: InstitutionId): Promise<Currency> {
  return (await findContract(sql, institutionId, clock.now()))?.currency ?? 'KRW';
}

/** A budget in another currency than what was used says nothing beside it. */
async function budgetOf({ sql }: PageDeps, institutionId: InstitutionId, currency: Currency): Promise<{ amount: bigint; currency: Currency } | null> {
  const budget = await monthlyBudgetOf(sql, institutionId);
  return budget?.currency === currency ? budget : null;
}

/** What its invoice says that a part of a month costs, and how far that is from what its rows were rated at. */
function costOf(rows: readonly UsageSum[], currency: Currency): { readonly cost: MoneyValue; readonly rounding: MoneyValue } {
  const [amount, rated] = [rows.reduce((sum, row) => sum + row.amount, 0n), rows.reduce((sum, row) => sum + row.rated, 0n)];
  return { cost: { amount, currency }, rounding: { amount: amount - rated, currency } };
}

function grouped(sums: readonly UsageSum[], keyOf: (row: UsageSum) => string, nameOf: (key: string) => string, currency: Currency): UsageGroupView[] {
  const keys = [...new Set(sums.map(keyOf))];
  return keys
    .map((key) => {
      const rows = sums.filter((row) => keyOf(row) === key);
      return {
        id: key,
        name: nameOf(key),
        minutes: Number(rows.reduce((sum, row) => sum + row.seconds, 0n)) / 60,
        ...costOf(rows, currency),
        labs: new Set(rows.flatMap((row) => row.labs)).size,
      };
    })
    .toSorted((a, b) => (a.cost.amount === b.cost.amount ? 0 : a.cost.amount > b.cost.amount ? -1 : 1));
}

const leaseRow = z.object({ id: z.string(), account_id: z.string().nullable(), person_id: z.string(), course_id: z.string(), status: z.string(), requested_at: z.date(), ends_at: z.date().nullable() });

async function leasesOf(deps: PageDeps, institutionId: InstitutionId) {
  const rows = z.array(leaseRow).parse(await deps.sql.query(
    `select id, account_id, person_id, course_id, status, requested_at, ends_at from lab
     where institution_id = $1 and status in ('requested', 'provisioning', 'ready', 'ending') order by requested_at`,
    [institutionId],
  ));
  const [names, costs, currency] = [await namesOf(deps.sql, institutionId), await costOfLabs(deps, institutionId, rows.map((row) => row.id)), await currencyOf(deps, institutionId)];
  return rows.map((row) => ({
    labId: row.id,
    accountId: row.account_id ?? '',
    learner: { id: row.person_id, name: names.person(row.person_id) },
    course: names.course(row.course_id),
    status: row.status,
    startedAt: row.requested_at,
    endsAt: row.ends_at,
    spent: { amount: costs.get(row.id) ?? 0n, currency },
  }));
}

async function viewOf({ sql }: PageDeps, invoice: Invoice): Promise<InvoiceView> {
  const [view] = await invoiceViews(sql, [invoice]);
  if (view === undefined) throw fail('INTERNAL', { detail: `invoice ${invoice.id} vanished` });
  return view;
}

function grantView(grant: CreditGrant, names: Names): CreditGrantView {
  return { id: grant.id, learner: { id: grant.learnerId, name: names.person(grant.learnerId) }, course: names.course(grant.courseId), amount: { amount: grant.amount, currency: grant.currency }, kind: grant.kind, at: grant.at, expiresAt: grant.expiresAt };
}
