import { Money } from '../format/money.tsx';
import { localeOf, useLanguage, useWords, type Language } from '../messages/language.ts';
import { DataTable, type Column } from '../staff/data-table.tsx';
import type { Invoice } from './invoice-document.ts';
import type { InvoiceWords } from './words/en.ts';
import { invoiceWords } from './words/index.ts';

type Line = Invoice['lines'][number] & { readonly key: string };

const lineColumns = (words: InvoiceWords, language: Language): readonly Column<Line>[] => [
  { head: words.description, cell: ({ description, course }) => (course === null ? description : `${course} · ${description}`) },
  { head: words.quantity, align: 'end', cell: (line) => quantityOf(line, words, language) },
  { head: words.amount, align: 'end', cell: ({ amount }) => <Money value={amount} /> },
];

function quantityOf({ quantity, unitName }: Line, words: InvoiceWords, language: Language): string {
  const figure = quantity.toLocaleString(localeOf(language), { maximumFractionDigits: 1 });
  if (unitName === 'minute') return words.minutes(figure);
  return unitName === 'hour' ? words.hours(figure) : `${figure} ${unitName}`;
}

/** What an invoice is for. */
export function InvoiceLines({ lines }: Pick<Invoice, 'lines'>) {
  const words = useWords(invoiceWords);
  const { language } = useLanguage();
  if (lines.length === 0) return <p>{words.noLines}</p>;
  return <DataTable label={words.lines} columns={lineColumns(words, language)} rows={lines.map((line, at) => ({ ...line, key: String(at) }))} keyOf={({ key }) => key} />;
}
