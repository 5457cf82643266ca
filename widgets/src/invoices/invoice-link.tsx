import { Anchor } from '@mantine/core';
import { useLanguage, useWords } from '../messages/language.ts';
import type { Invoice } from './invoice-document.ts';
import { invoiceName } from './invoice-name.ts';
import { invoiceWords } from './words/index.ts';

interface InvoiceLinkProps {
  readonly invoice: Invoice;
  readonly onOpen: (id: string) => void;
}

/** An invoice's number in a list, which opens it. */
export function InvoiceLink({ invoice, onOpen }: InvoiceLinkProps) {
  const words = useWords(invoiceWords);
  const { language } = useLanguage();
  return (
    <Anchor component="button" type="button" fz="inherit" fw="inherit" ta="start" aria-label={invoiceName(invoice, words, language)} onClick={() => onOpen(invoice.id)}>
      {invoice.number ?? words.noNumber}
    </Anchor>
  );
}
