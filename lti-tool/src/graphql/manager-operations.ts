import { builder } from './builder.ts';
import { AuditEntryRef, CreditGrantRef, InstitutionUsageRef, InvoiceRef, LeaseRef, UnbilledMonthRef, UsageRowRef } from './manager-types.ts';
import { Currency } from './values.ts';

builder.queryFields((t) => ({
  usage: t.field({
    type: InstitutionUsageRef,
    args: { from: t.arg({ type: 'DateTime' }), to: t.arg({ type: 'DateTime' }) },
    resolve: (_root, args, { pages, session }) => pages.manager.usage(session, args),
  }),
  usageRows: t.field({
    type: [UsageRowRef],
    args: { from: t.arg({ type: 'DateTime' }), to: t.arg({ type: 'DateTime' }), courseId: t.arg.id(), after: t.arg.id() },
    resolve: (_root, args, { pages, session }) => pages.manager.usageRows(session, args),
  }),
  leases: t.field({ type: [LeaseRef], resolve: (_root, _args, { pages, session }) => pages.manager.leases(session) }),
  invoices: t.field({ type: [InvoiceRef], resolve: (_root, _args, { pages, session }) => pages.manager.invoices(session) }),
  unbilled: t.field({ type: [UnbilledMonthRef], description: 'The months of which something can be invoiced, oldest first.', resolve: (_root, _args, { pages, session }) => pages.manager.unbilled(session) }),
  creditGrants: t.field({ type: [CreditGrantRef], resolve: (_root, _args, { pages, session }) => pages.manager.creditGrants(session) }),
  auditLog: t.field({
    type: [AuditEntryRef],
    args: { actor: t.arg.string(), action: t.arg.string(), before: t.arg({ type: 'DateTime' }) },
    resolve: (_root, args, { pages, session }) => pages.manager.auditLog(session, args),
  }),
}));

builder.mutationFields((t) => ({
  grantCredit: t.field({
    type: CreditGrantRef,
    description: '`key` is a UUID that the page makes for one grant: asked again with it, nothing is granted twice.',
    args: { key: t.arg.id({ required: true }), learnerId: t.arg.id({ required: true }), courseId: t.arg.id({ required: true }), amount: t.arg.string({ required: true }), currency: t.arg({ type: Currency, required: true }), reason: t.arg.string({ required: true }) },
    resolve: (_root, args, { pages, session }) => pages.manager.grantCredit(session, args),
  }),
  draftInvoice: t.field({
    type: InvoiceRef,
    description: '`key` is a UUID that the page makes for one draft: asked again with it, it is the same. Without `currency` what was used first decides.',
    args: { key: t.arg.id({ required: true }), from: t.arg({ type: 'DateTime', required: true }), to: t.arg({ type: 'DateTime', required: true }), currency: t.arg({ type: Currency }) },
    resolve: (_root, args, { pages, session }) => pages.manager.draftInvoice(session, args),
  }),
  finalizeInvoice: t.field({
    type: InvoiceRef,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { pages, session }) => pages.manager.finalizeInvoice(session, id),
  }),
}));
