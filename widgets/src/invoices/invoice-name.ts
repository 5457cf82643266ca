import { formatPeriod } from '../format/instant-format.ts';
import type { Language } from '../messages/language.ts';
import type { Invoice } from './invoice-document.ts';
import type { InvoiceWords } from './words/en.ts';

/** What an invoice is called where its period does not stand beside it: several may have no number yet. */
export function invoiceName(invoice: Pick<Invoice, 'number' | 'from' | 'to'>, words: InvoiceWords, language: Language): string {
  return `${invoice.number ?? words.noNumber}, ${formatPeriod(invoice, language)}`;
}
