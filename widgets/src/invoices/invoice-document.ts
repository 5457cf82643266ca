import { graphql, type ResultOf } from '../api/graphql.ts';

export const invoiceFragment = graphql(`
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

export type Invoice = ResultOf<typeof invoiceFragment>;
