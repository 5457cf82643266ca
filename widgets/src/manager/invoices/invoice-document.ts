import { graphql, type ResultOf } from '../../api/graphql.ts';

const invoiceFragment = graphql(`
  fragment InvoiceParts on Invoice {
    id
    number
    status
    pending
    refused
    from
    to
    createdAt
    hostedUrl
    total { amount currency }
    providerTotal { amount currency }
    paid { amount currency }
    refunded { amount currency }
    adjustments { id kind state at amount { amount currency } }
    lines { description course unit quantity unitName amount { amount currency } }
  }
`);

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
export type Invoice = Invoices['invoices'][number];
