import { graphql, type ResultOf } from '../../api/graphql.ts';

const invoiceFragment = graphql(`
  fragment InvoiceParts on Invoice {
    id
    number
    status
    pending
    from
    to
    createdAt
    hostedUrl
    total { amount currency }
    providerTotal { amount currency }
    lines { description course unit quantity unitName amount { amount currency } }
  }
`);

export const invoicesQuery = graphql(
  `
    query Invoices {
      invoices { ...InvoiceParts }
      usage { from to total { amount currency } }
    }
  `,
  [invoiceFragment],
);

export const draftMutation = graphql(
  `mutation DraftInvoice($from: DateTime!, $to: DateTime!) { draftInvoice(from: $from, to: $to) { ...InvoiceParts } }`,
  [invoiceFragment],
);

export const finalizeMutation = graphql(`mutation FinalizeInvoice($id: ID!) { finalizeInvoice(id: $id) { ...InvoiceParts } }`, [invoiceFragment]);

export type Invoices = ResultOf<typeof invoicesQuery>;
export type Invoice = Invoices['invoices'][number];
