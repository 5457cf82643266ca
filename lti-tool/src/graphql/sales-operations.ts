import { builder } from './builder.ts';
import { ContractRef, CustomerInvoiceRef, CustomerRef, InvoiceDifferenceRef, InvoiceStanding, PriceCheckRef, ProductRef } from './sales-types.ts';
import { Currency } from './values.ts';

builder.queryFields((t) => ({
  products: t.field({ type: [ProductRef], resolve: (_root, _args, { pages, session }) => pages.sales.products(session) }),
  contracts: t.field({ type: [ContractRef], resolve: (_root, _args, { pages, session }) => pages.sales.contracts(session) }),
  customers: t.field({ type: [CustomerRef], resolve: (_root, _args, { pages, session }) => pages.sales.customers(session) }),
  differingInvoices: t.field({ type: [InvoiceDifferenceRef], resolve: async (_root, _args, { pages, session }) => [...(await pages.sales.differingInvoices(session))] }),
  customerInvoices: t.field({
    type: [CustomerInvoiceRef],
    description: 'Newest first, fifty at a time. `after` is the last invoice of the page before; without `institutionId` they are those of every institution.',
    args: { standing: t.arg({ type: InvoiceStanding, required: true }), institutionId: t.arg.id(), after: t.arg.id() },
    resolve: async (_root, args, { pages, session }) => [...(await pages.sales.customerInvoices(session, args))],
  }),
  priceCheck: t.field({
    type: PriceCheckRef,
    args: { product: t.arg.id({ required: true }), minutes: t.arg.float({ required: true }), contractId: t.arg.id() },
    resolve: (_root, args, { pages, session }) => pages.sales.priceCheck(session, args),
  }),
}));

builder.mutationFields((t) => ({
  publishPrice: t.field({
    type: ProductRef,
    args: {
      product: t.arg.id({ required: true }),
      amount: t.arg.string({ required: true }),
      currency: t.arg({ type: Currency, required: true }),
      perQuantity: t.arg.float({ required: true }),
      from: t.arg({ type: 'DateTime', required: true }),
    },
    resolve: (_root, args, { pages, session }) => pages.sales.publishPrice(session, args),
  }),
  addContract: t.field({
    type: ContractRef,
    description: '`key` is a UUID that the page makes for one contract: asked again with it, none is made twice. Without `from` it begins now, without `to` it is open.',
    args: {
      key: t.arg.id({ required: true }),
      institutionId: t.arg.id({ required: true }),
      unitId: t.arg.id(),
      currency: t.arg({ type: Currency, required: true }),
      allowance: t.arg.string({ required: true }),
      discountBasisPoints: t.arg.int({ required: true }),
      from: t.arg({ type: 'DateTime' }),
      to: t.arg({ type: 'DateTime' }),
    },
    resolve: (_root, args, { pages, session }) => pages.sales.addContract(session, args),
  }),
  endContract: t.field({
    type: ContractRef,
    description: 'Without `at` it ends now.',
    args: { id: t.arg.id({ required: true }), at: t.arg({ type: 'DateTime' }) },
    resolve: (_root, args, { pages, session }) => pages.sales.endContract(session, args),
  }),
  withdrawContract: t.field({
    type: [ContractRef],
    description: 'Takes back a contract that has not begun; the answer is those that there are without it.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { pages, session }) => pages.sales.withdrawContract(session, id),
  }),
  setBudget: t.field({
    type: CustomerRef,
    args: { institutionId: t.arg.id({ required: true }), amount: t.arg.string({ required: true }), currency: t.arg({ type: Currency, required: true }) },
    resolve: (_root, args, { pages, session }) => pages.sales.setBudget(session, args),
  }),
}));
