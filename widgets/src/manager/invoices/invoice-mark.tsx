import { useWords } from '../../messages/language.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import { managerWords } from '../words/index.ts';
import type { Invoice } from './invoice-document.ts';
import { invoiceTones } from './invoice-state.ts';

/** An invoice's state; while the payment provider is being told, that. */
export function InvoiceMark({ invoice: { status, pending } }: { readonly invoice: Invoice }) {
  const words = useWords(managerWords).invoices;
  if (pending) return <StatusMark tone="busy">{words.waiting}</StatusMark>;
  return <StatusMark tone={invoiceTones[status]}>{words.states[status]}</StatusMark>;
}
