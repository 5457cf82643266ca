import { useWords } from '../messages/language.ts';
import { StatusMark } from '../status/status-mark.tsx';
import type { Invoice } from './invoice-document.ts';
import { invoiceTones, refundOf } from './invoice-state.ts';
import { invoiceWords } from './words/index.ts';

/** An invoice's state; while the payment provider is being told, that; once it was refunded, that. */
export function InvoiceMark({ invoice }: { readonly invoice: Invoice }) {
  const { status, pending } = invoice;
  const refund = refundOf(invoice);
  const words = useWords(invoiceWords);
  if (pending) return <StatusMark tone="busy">{words.waiting}</StatusMark>;
  if (refund !== 'none') return <StatusMark tone="quiet">{words.marks[refund]}</StatusMark>;
  return <StatusMark tone={invoiceTones[status]}>{words.states[status]}</StatusMark>;
}
