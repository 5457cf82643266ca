import { currencySchema, differingInvoices, writeMoney, type InvoiceDifference } from '@cloudclass/billing';
import { customerNames } from '../features/identity/institutions.ts';
import type { PageDeps } from './page-deps.ts';
import type { AlarmView } from './views/operator.ts';
import type { InvoiceDifferenceView } from './views/sales.ts';

type Asking = Pick<PageDeps, 'sql'>;

/** Invoices that are over another total at the payment provider than here, for those who talk to the institution. */
export async function differingInvoiceViews({ sql }: Asking): Promise<InvoiceDifferenceView[]> {
  const differing = await differingInvoices({ sql });
  if (differing.length === 0) return [];
  const names = await customerNames(sql);
  return differing.map((one) => viewOf(one, names));
}

function viewOf({ invoiceId, institutionId, number, providerId, isFinal, ours, theirs, since }: InvoiceDifference, names: ReadonlyMap<string, string>): InvoiceDifferenceView {
  const currency = currencySchema.safeParse(theirs.currency).data;
  return {
    id: invoiceId,
    institution: { id: institutionId, name: names.get(institutionId) ?? institutionId },
    name: number ?? providerId,
    isFinal,
    ours,
    theirs: currency === undefined ? null : { amount: theirs.amount, currency },
    since,
  };
}

/** The same as alarms for the operator. */
export async function differingInvoiceAlarms(deps: Asking): Promise<AlarmView[]> {
  return (await differingInvoiceViews(deps)).map(({ institution, name, ours, theirs, since }) => ({
    code: 'INVOICE_TOTAL_DIFFERS', since, count: null, health: 'bad',
    detail: `${institution.name}, ${name}: ${theirs === null ? 'another currency' : writeMoney(theirs)} there, ${writeMoney(ours)} here`,
  }));
}
