import { builder } from './builder.ts';
import { LocalizedRef, MoneyRef, PersonRef } from './values.ts';
import type { AuditView, CreditGrantView, InstitutionUsageView, InvoiceAdjustmentView, InvoiceLineView, InvoiceView, LeaseView, UnbilledMonthView, UsageDayView, UsageGroupView, UsageRowView } from '../pages/views/manager.ts';

const COST = 'As the invoice says, or its draft will.';
const ROUNDING = 'The cost less the sum of its rows: an invoice rounds once a line, rows are rounded lab by lab.';

const UsageGroupRef = builder.objectRef<UsageGroupView>('UsageGroup').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    minutes: t.exposeFloat('minutes'),
    cost: t.field({ description: COST, type: MoneyRef, resolve: (group) => group.cost }),
    rounding: t.field({ description: ROUNDING, type: MoneyRef, resolve: (group) => group.rounding }),
    labs: t.exposeInt('labs'),
  }),
});

const UsageDayRef = builder.objectRef<UsageDayView>('UsageDay').implement({
  fields: (t) => ({
    day: t.exposeString('day'),
    cost: t.field({ description: COST, type: MoneyRef, resolve: (entry) => entry.cost }),
    rounding: t.field({ description: ROUNDING, type: MoneyRef, resolve: (entry) => entry.rounding }),
  }),
});

export const InstitutionUsageRef = builder.objectRef<InstitutionUsageView>('InstitutionUsage').implement({
  fields: (t) => ({
    from: t.field({ type: 'DateTime', resolve: (usage) => usage.from }),
    to: t.field({ type: 'DateTime', resolve: (usage) => usage.to }),
    total: t.field({ type: MoneyRef, resolve: (usage) => usage.total }),
    budget: t.field({ type: MoneyRef, nullable: true, resolve: (usage) => usage.budget }),
    forecast: t.field({ type: MoneyRef, resolve: (usage) => usage.forecast }),
    byUnit: t.field({ type: [UsageGroupRef], resolve: (usage) => [...usage.byUnit] }),
    byCourse: t.field({ type: [UsageGroupRef], resolve: (usage) => [...usage.byCourse] }),
    byDay: t.field({ description: 'Cost of each day in the period, oldest first.', type: [UsageDayRef], resolve: (usage) => [...usage.byDay] }),
  }),
});

export const UsageRowRef = builder.objectRef<UsageRowView>('UsageRow').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    at: t.field({ type: 'DateTime', resolve: (row) => row.at }),
    course: t.exposeString('course'),
    learner: t.field({ type: PersonRef, resolve: (row) => row.learner }),
    labId: t.exposeID('labId'),
    product: t.exposeString('product'),
    minutes: t.exposeFloat('minutes'),
    cost: t.field({ type: MoneyRef, resolve: (row) => row.cost }),
    priceVersion: t.exposeString('priceVersion'),
    invoiced: t.exposeBoolean('invoiced'),
  }),
});

export const LeaseRef = builder.objectRef<LeaseView>('Lease').implement({
  fields: (t) => ({
    labId: t.exposeID('labId'),
    accountId: t.exposeString('accountId'),
    learner: t.field({ type: PersonRef, resolve: (lease) => lease.learner }),
    course: t.exposeString('course'),
    status: t.exposeString('status'),
    startedAt: t.field({ type: 'DateTime', resolve: (lease) => lease.startedAt }),
    endsAt: t.field({ type: 'DateTime', nullable: true, resolve: (lease) => lease.endsAt }),
    spent: t.field({ type: MoneyRef, resolve: (lease) => lease.spent }),
  }),
});

const InvoiceStatus = builder.enumType('InvoiceStatus', {
  values: {
    DRAFT: { value: 'draft' },
    DELETED: { value: 'deleted', description: 'The draft was deleted at the payment provider: nobody is billed by it, and what was on it can be drafted again.' },
    OPEN: { value: 'open' },
    PART_PAID: { value: 'part_paid' },
    PAID: { value: 'paid' },
    VOID: { value: 'void' },
    UNCOLLECTIBLE: { value: 'uncollectible' },
  } as const,
});

const InvoiceLineRef = builder.objectRef<InvoiceLineView>('InvoiceLine').implement({
  fields: (t) => ({
    description: t.exposeString('description'),
    course: t.exposeString('course', { nullable: true }),
    unit: t.exposeString('unit', { nullable: true }),
    quantity: t.exposeFloat('quantity'),
    unitName: t.exposeString('unitName'),
    amount: t.field({ type: MoneyRef, resolve: (line) => line.amount }),
  }),
});

const AdjustmentKind = builder.enumType('AdjustmentKind', { values: { REFUND: { value: 'refund' }, CREDIT_NOTE: { value: 'credit_note' } } as const });

const AdjustmentState = builder.enumType('AdjustmentState', {
  values: {
    PENDING: { value: 'pending', description: 'On its way: nothing has moved yet.' },
    DONE: { value: 'done' },
    UNDONE: { value: 'undone', description: 'It failed, or was taken back: it counts for nothing.' },
  } as const,
});

const InvoiceAdjustmentRef = builder.objectRef<InvoiceAdjustmentView>('InvoiceAdjustment').implement({
  description: 'A refund or a credit note, as somebody made it at the payment provider. A refund that a credit note came with is one of its own.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({ type: AdjustmentKind, resolve: ({ kind }) => kind }),
    state: t.field({ type: AdjustmentState, resolve: ({ state }) => state }),
    amount: t.field({ type: MoneyRef, resolve: ({ amount }) => amount }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
  }),
});

export const InvoiceRef = builder.objectRef<InvoiceView>('Invoice').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.exposeString('number', { nullable: true }),
    status: t.field({ type: InvoiceStatus, resolve: (invoice) => invoice.status }),
    from: t.field({ type: 'DateTime', resolve: (invoice) => invoice.from }),
    to: t.field({ type: 'DateTime', resolve: (invoice) => invoice.to }),
    total: t.field({ type: MoneyRef, resolve: (invoice) => invoice.total }),
    providerTotal: t.field({ description: 'Total as the payment provider has it; an invoice is final only when both agree.', type: MoneyRef, nullable: true, resolve: (invoice) => invoice.providerTotal }),
    paid: t.field({ type: MoneyRef, resolve: (invoice) => invoice.paid }),
    refunded: t.field({ description: 'Paid back of what was paid.', type: MoneyRef, resolve: (invoice) => invoice.refunded }),
    adjustments: t.field({ description: 'What was given back of it, the newest first.', type: [InvoiceAdjustmentRef], resolve: (invoice) => [...invoice.adjustments] }),
    hostedUrl: t.exposeString('hostedUrl', { nullable: true }),
    lines: t.field({ type: [InvoiceLineRef], resolve: (invoice) => [...invoice.lines] }),
    createdAt: t.field({ type: 'DateTime', resolve: (invoice) => invoice.createdAt }),
    pending: t.exposeBoolean('pending', { description: 'Waiting for the payment provider.' }),
    refused: t.exposeBoolean('refused', { description: 'The payment provider refused what it was asked last; asked to make it final, it is asked again.' }),
  }),
});

export const UnbilledMonthRef = builder.objectRef<UnbilledMonthView>('UnbilledMonth').implement({
  description: 'What was used in a month (UTC), in one currency, and is on no invoice.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', resolve: (month) => month.from }),
    to: t.field({ type: 'DateTime', resolve: (month) => month.to }),
    total: t.field({ type: MoneyRef, resolve: (month) => month.total }),
  }),
});

export const CreditGrantRef = builder.objectRef<CreditGrantView>('CreditGrant').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    learner: t.field({ type: PersonRef, resolve: (grant) => grant.learner }),
    course: t.exposeString('course'),
    amount: t.field({ type: MoneyRef, resolve: (grant) => grant.amount }),
    kind: t.exposeString('kind'),
    at: t.field({ type: 'DateTime', resolve: (grant) => grant.at }),
    expiresAt: t.field({ type: 'DateTime', nullable: true, resolve: (grant) => grant.expiresAt }),
  }),
});

export const AuditEntryRef = builder.objectRef<AuditView>('AuditEntry').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    at: t.field({ type: 'DateTime', resolve: (entry) => entry.at }),
    actor: t.exposeString('actor'),
    action: t.exposeString('action'),
    target: t.exposeString('target', { nullable: true }),
    targetName: t.exposeString('targetName', { nullable: true, description: 'What the target is called now; null where it has no name, and the id says all.' }),
    targetStep: t.expose('targetStep', { type: LocalizedRef, nullable: true, description: 'Of a learner whose result was changed: the step, by the title that its lab gives it now.' }),
    detail: t.exposeString('detail', { nullable: true }),
  }),
});
