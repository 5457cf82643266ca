import { graphql, type ResultOf } from '../../api/graphql.ts';
import { invoiceFragment } from '../../invoices/invoice-document.ts';

export const invoicesQuery = graphql(
  `
    query Invoices {
      invoices { ...InvoiceParts }
      unbilled { from to total { amount currency } }
    }
  `,
  [invoiceFragment],
);

export const draftMutation = graphql(
  `mutation DraftInvoice($key: ID!, $from: DateTime!, $to: DateTime!, $currency: Currency) { draftInvoice(key: $key, from: $from, to: $to, currency: $currency) { ...InvoiceParts } }`,
  [invoiceFragment],
);

export const finalizeMutation = graphql(`mutation FinalizeInvoice($id: ID!) { finalizeInvoice(id: $id) { ...InvoiceParts } }`, [invoiceFragment]);

export type Invoices = ResultOf<typeof invoicesQuery>;
