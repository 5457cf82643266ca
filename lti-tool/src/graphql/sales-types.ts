import { builder } from './builder.ts';
import { Currency, InstitutionRef, LocalizedRef, MoneyRef } from './values.ts';
import type { ContractView, PriceCheckView, PriceVersionView, ProductView } from '../pages/views/sales.ts';

const PriceStatus = builder.enumType('PriceStatus', { values: { PAST: { value: 'past' }, IN_FORCE: { value: 'in-force' }, PLANNED: { value: 'planned' } } as const });

const PriceVersionRef = builder.objectRef<PriceVersionView>('PriceVersion').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    amount: t.field({ type: MoneyRef, resolve: (price) => price.amount }),
    perQuantity: t.exposeFloat('perQuantity'),
    unit: t.exposeString('unit'),
    from: t.field({ type: 'DateTime', resolve: (price) => price.from }),
    to: t.field({ type: 'DateTime', nullable: true, resolve: (price) => price.to }),
    status: t.field({ type: PriceStatus, resolve: (price) => price.status }),
  }),
});

export const ProductRef = builder.objectRef<ProductView>('Product').implement({
  fields: (t) => ({
    code: t.exposeID('code'),
    name: t.field({ type: LocalizedRef, resolve: (product) => product.name }),
    unit: t.exposeString('unit'),
    prices: t.field({ type: [PriceVersionRef], resolve: (product) => [...product.prices] }),
  }),
});

export const ContractRef = builder.objectRef<ContractView>('Contract').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (contract) => contract.institution }),
    currency: t.field({ type: Currency, resolve: (contract) => contract.currency }),
    discountPercent: t.exposeFloat('discountPercent'),
    from: t.field({ type: 'DateTime', resolve: (contract) => contract.from }),
    to: t.field({ type: 'DateTime', nullable: true, resolve: (contract) => contract.to }),
    spent: t.field({ type: MoneyRef, resolve: (contract) => contract.spent }),
  }),
});

export const PriceCheckRef = builder.objectRef<PriceCheckView>('PriceCheck').implement({
  fields: (t) => ({
    list: t.field({ type: MoneyRef, resolve: (check) => check.list }),
    discount: t.field({ type: MoneyRef, resolve: (check) => check.discount }),
    net: t.field({ type: MoneyRef, resolve: (check) => check.net }),
  }),
});
