import type { Invoice } from '@cloudclass/billing';
import { placeNames, type PlaceNames } from '../features/courses/names.ts';
import type { Sql } from '../ports/sql.ts';
import type { InvoiceView } from './views/manager.ts';

/** Invoices as the pages of managers and sales show them, with what the institutions call their courses and units. */
export async function invoiceViews(sql: Sql, invoices: readonly Invoice[]): Promise<InvoiceView[]> {
  const lines = invoices.flatMap((invoice) => invoice.lines);
  const names = await placeNames(sql, { courses: lines.map(({ courseId }) => courseId), units: lines.flatMap(({ unitId }) => unitId ?? []) });
  return invoices.map((invoice) => invoiceView(invoice, names));
}

function invoiceView(invoice: Invoice, names: PlaceNames): InvoiceView {
  const money = (amount: bigint) => ({ amount, currency: invoice.currency });
  return {
    id: invoice.id,
    number: invoice.number,
    status: invoice.status,
    from: invoice.from,
    to: invoice.to,
    total: money(invoice.total),
    providerTotal: invoice.providerTotal === null ? null : money(invoice.providerTotal),
    paid: money(invoice.paid),
    refunded: money(invoice.refunded),
    adjustments: invoice.adjustments.map((adjustment) => ({ ...adjustment, amount: money(adjustment.amount) })),
    hostedUrl: invoice.hostedUrl,
    lines: invoice.lines.map((line) => ({ description: line.product, course: names.course(line.courseId), unit: line.unitId === null ? null : names.unit(line.unitId), quantity: Number(line.seconds) / 60, unitName: 'minute', amount: money(line.amount) })),
    createdAt: invoice.createdAt,
    pending: invoice.pending,
    refused: invoice.refused,
  };
}
