import { draftInvoice as draftInBilling, finalizeInvoice as finalizeInBilling, writeMoney, type BillingContext, type BookingContext, type Invoice, type InvoicePeriod } from '@cloudclass/billing';
import { institutionIdSchema, type InstitutionId } from '../domain/ids.ts';
import { noteAct } from '../features/audit/audit.ts';

/** What the acts on invoices need. */
type InvoiceActDeps = BillingContext;

/** A period of an institution that is known; its key names the act. */
export type DraftTerms = Omit<InvoicePeriod, 'institutionId' | 'opKey'> & { readonly institutionId: InstitutionId; readonly opKey: string };

/**
 * Drafts an invoice, and notes who did; the same act again gives the same draft, and is not noted again.
 * @param by how the audit log names who did it
 * @throws what `draftInvoice` of billing does
 */
export async function draftInvoice(deps: InvoiceActDeps, terms: DraftTerms, by: string): Promise<Invoice> {
  return deps.sql.transaction(async (tx) => {
    const { repeated, ...invoice } = await draftInBilling({ ...deps, sql: tx }, terms);
    if (!repeated) await noteAct(deps, tx, { institutionId: terms.institutionId, actor: by, action: 'invoice.drafted', target: invoice.id, detail: writeMoney({ amount: invoice.total, currency: invoice.currency }) });
    return invoice;
  });
}

/**
 * Asks for an invoice to be made final, and notes who did; asked again, it is not noted again. One that the payment provider refused is sent to it anew.
 * @param by how the audit log names who did it
 * @throws what `finalizeInvoice` of billing does
 */
export async function finalizeInvoice(deps: InvoiceActDeps, { institutionId, id }: { readonly institutionId: InstitutionId; readonly id: string }, by: string): Promise<Invoice> {
  return deps.sql.transaction(async (tx) => {
    const { asked, ...invoice } = await finalizeInBilling({ ...deps, sql: tx }, institutionId, id);
    const act = asked === 'final' ? { action: 'invoice.finalized', detail: null } : { action: 'invoice.drafted', detail: 'sent to the payment provider again' };
    if (asked !== 'nothing') await noteAct(deps, tx, { institutionId, actor: by, target: id, ...act });
    return invoice;
  });
}

/** Who is named for what somebody did at the payment provider: it does not say who that was. */
const PROVIDER = 'Stripe';

/** Notes that a draft was deleted at the payment provider, in the transaction that sets what was on it free. */
export function noteDraftDeletions(deps: Pick<BillingContext, 'clock' | 'ids'>): BookingContext['onDraftDeleted'] {
  return (tx, { institutionId, invoiceId, amount, currency }) =>
    noteAct(deps, tx, { institutionId: institutionIdSchema.parse(institutionId), actor: PROVIDER, action: 'invoice.deleted', target: invoiceId, detail: writeMoney({ amount, currency }) });
}
