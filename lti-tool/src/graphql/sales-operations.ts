import { builder } from './builder.ts';
import { ContractRef, PriceCheckRef, ProductRef } from './sales-types.ts';
import { Currency } from './values.ts';

builder.queryFields((t) => ({
  products: t.field({ type: [ProductRef], resolve: (_root, _args, { pages, session }) => pages.sales.products(session) }),
  contracts: t.field({ type: [ContractRef], resolve: (_root, _args, { pages, session }) => pages.sales.contracts(session) }),
  priceCheck: t.field({
    type: PriceCheckRef,
    args: { product: t.arg.id({ required: true }), minutes: t.arg.float({ required: true }), contractId: t.arg.id() },
    resolve: (_root, args, { pages, session }) => pages.sales.priceCheck(session, args),
  }),
}));

builder.mutationField('publishPrice', (t) => t.field({
  type: ProductRef,
  args: {
    product: t.arg.id({ required: true }),
    amount: t.arg.string({ required: true }),
    currency: t.arg({ type: Currency, required: true }),
    perQuantity: t.arg.float({ required: true }),
    from: t.arg({ type: 'DateTime', required: true }),
  },
  resolve: (_root, args, { pages, session }) => pages.sales.publishPrice(session, args),
}));
