import { Instant } from '../format/instant.tsx';
import { Money } from '../format/money.tsx';
import { useWords } from '../messages/language.ts';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import type { Invoice } from './invoice-document.ts';
import type { InvoiceWords } from './words/en.ts';
import { invoiceWords } from './words/index.ts';

type Adjustment = Invoice['adjustments'][number];

const tones: Readonly<Record<Adjustment['state'], Tone>> = { PENDING: 'busy', DONE: 'good', UNDONE: 'quiet' };

const adjustmentColumns = (words: InvoiceWords): readonly Column<Adjustment>[] => [
  { head: words.adjustment, cell: ({ kind }) => words.kinds[kind] },
  { head: words.day, cell: ({ at }) => <Instant at={at} form="date" /> },
  { head: words.state, cell: ({ kind, state }) => <StatusMark tone={tones[state]}>{state === 'UNDONE' ? words.undone[kind] : words.adjustmentStates[state]}</StatusMark> },
  { head: words.amount, align: 'end', cell: ({ amount }) => <Money value={amount} /> },
];

/** What was given back of an invoice, and when; nothing where nothing was. */
export function InvoiceAdjustments({ adjustments }: Pick<Invoice, 'adjustments'>) {
  const words = useWords(invoiceWords);
  if (adjustments.length === 0) return null;
  return <DataTable label={words.adjustments} columns={adjustmentColumns(words)} rows={adjustments} keyOf={({ id }) => id} />;
}
