import type { Bilingual } from '../../messages/language.ts';
import { en, type InvoiceWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of invoices, for those who pay them and those who sell. */
export const invoiceWords: Bilingual<InvoiceWords> = { ko, en };
