import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../messages/language.ts';
import { Notice } from '../shell/notice.tsx';
import { Sheet } from '../staff/sheet.tsx';
import { InvoiceAdjustments } from './invoice-adjustments.tsx';
import type { Invoice } from './invoice-document.ts';
import { InvoiceLines } from './invoice-lines.tsx';
import { InvoiceMark } from './invoice-mark.tsx';
import { InvoiceTotals } from './invoice-totals.tsx';
import classes from './invoice.module.css';
import { invoiceWords } from './words/index.ts';

interface InvoicePartsProps {
  readonly invoice: Invoice;
  /** What this reader is to know of it beside its state. */
  readonly notes?: ReactNode;
  /** What this reader can do with it. */
  readonly acts?: ReactNode;
}

interface InvoiceSheetProps extends Omit<InvoicePartsProps, 'invoice'> {
  /** Null: the sheet is closed. */
  readonly invoice: Invoice | null;
  readonly title: string;
  readonly onClose: () => void;
}

/** An invoice with its lines, both totals, and what was given back of it. */
export function InvoiceSheet({ invoice, title, onClose, ...parts }: InvoiceSheetProps) {
  return (
    <Sheet opened={invoice !== null} title={title} onClose={onClose}>
      {invoice !== null && <InvoiceParts invoice={invoice} {...parts} />}
    </Sheet>
  );
}

function InvoiceParts({ invoice, notes, acts }: InvoicePartsProps) {
  const words = useWords(invoiceWords);
  return (
    <>
      <div>
        <InvoiceMark invoice={invoice} />
      </div>
      {notes}
      {invoice.status === 'DELETED' && (
        <Notice tone="quiet" title={words.deleted}>
          {words.deletedText}
        </Notice>
      )}
      <InvoiceTotals invoice={invoice} />
      <InvoiceAdjustments adjustments={invoice.adjustments} />
      <div className={classes['actions']}>
        {acts}
        {invoice.hostedUrl !== null && (
          <Button component="a" href={invoice.hostedUrl} target="_blank" rel="noopener" variant="default" leftSection={<IconExternalLink size={16} aria-hidden="true" />}>
            {words.hosted}
          </Button>
        )}
      </div>
      <InvoiceLines lines={invoice.lines} />
    </>
  );
}
