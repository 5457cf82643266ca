import { builder } from './builder.ts';
import { InvoiceRef } from './manager-types.ts';
import { Currency, InstitutionRef, LocalizedRef, MoneyRef } from './values.ts';
import type { ContractView, CustomerInvoiceView, CustomerView, InvoiceDifferenceView, PriceCheckView, PriceVersionView, ProductView } from '../pages/views/sales.ts';

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

const BusinessUnitRef = builder.objectRef<{ readonly id: string; readonly name: string }>('BusinessUnit').implement({
  fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
});

export const CustomerRef = builder.objectRef<CustomerView>('Customer').implement({
  description: 'An institution as sales sees it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    units: t.field({ type: [BusinessUnitRef], resolve: (customer) => [...customer.units] }),
    currency: t.field({ type: Currency, nullable: true, description: 'Of the contract in force; without one its labs do not start.', resolve: (customer) => customer.currency }),
    budget: t.field({ type: MoneyRef, nullable: true, description: 'What it means to spend in a month.', resolve: (customer) => customer.budget }),
  }),
});

export const ContractRef = builder.objectRef<ContractView>('Contract').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (contract) => contract.institution }),
    unit: t.field({ type: BusinessUnitRef, nullable: true, description: 'Without one it is for the whole institution.', resolve: (contract) => contract.unit }),
    currency: t.field({ type: Currency, resolve: (contract) => contract.currency }),
    discountPercent: t.exposeFloat('discountPercent'),
    allowance: t.field({ type: MoneyRef, description: 'Credit each learner gets in each course.', resolve: (contract) => contract.allowance }),
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

export const InvoiceStanding = builder.enumType('InvoiceStanding', {
  values: { ALL: { value: 'all' }, OWED: { value: 'owed', description: 'Final, and not paid whole.' }, PAID: { value: 'paid' } } as const,
});

export const CustomerInvoiceRef = builder.objectRef<CustomerInvoiceView>('CustomerInvoice').implement({
  fields: (t) => ({
    institution: t.field({ type: InstitutionRef, resolve: ({ institution }) => institution }),
    invoice: t.field({ type: InvoiceRef, resolve: ({ invoice }) => invoice }),
  }),
});

export const InvoiceDifferenceRef = builder.objectRef<InvoiceDifferenceView>('InvoiceDifference').implement({
  description: 'An invoice that is over another total at the payment provider than here: nothing of it is booked until a person has settled it there.',
  fields: (t) => ({
    id: t.exposeID('id'),
    institution: t.field({ type: InstitutionRef, resolve: (difference) => difference.institution }),
    name: t.exposeString('name', { description: 'Its number, or what the payment provider calls it before it has one.' }),
    isFinal: t.exposeBoolean('isFinal', { description: 'It is final there: the institution may pay it.' }),
    ours: t.field({ type: MoneyRef, resolve: (difference) => difference.ours }),
    theirs: t.field({ description: 'Null: in a currency that nobody buys in.', type: MoneyRef, nullable: true, resolve: (difference) => difference.theirs }),
    since: t.field({ type: 'DateTime', resolve: (difference) => difference.since }),
  }),
});
