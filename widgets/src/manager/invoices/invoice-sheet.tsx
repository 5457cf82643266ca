import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { Money } from '../../format/money.tsx';
import { localeOf, useLanguage, useWords, type Language } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Confirm } from '../../staff/confirm.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import { InvoiceAdjustments } from './invoice-adjustments.tsx';
import { finalizeMutation, type Invoice } from './invoice-document.ts';
import { InvoiceMark } from './invoice-mark.tsx';
import { invoiceName } from './invoice-name.ts';
import classes from './invoice.module.css';
import { canFinalize, canSendAgain } from './invoice-state.ts';
import { InvoiceTotals } from './invoice-totals.tsx';

interface InvoiceSheetProps {
  readonly invoice: Invoice | null;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** An invoice with its lines, both totals, and what can be done with it. */
export function InvoiceSheet({ invoice, onChange, onClose }: InvoiceSheetProps) {
  const words = useWords(managerWords).invoices;
  const { language } = useLanguage();
  return (
    <Sheet opened={invoice !== null} title={invoice === null ? '' : invoiceName(invoice, words, language)} onClose={onClose}>
      {invoice !== null && <InvoiceParts invoice={invoice} onChange={onChange} />}
    </Sheet>
  );
}

type Line = Invoice['lines'][number] & { readonly key: string };

const lineColumns = (words: ManagerWords['invoices'], language: Language): readonly Column<Line>[] => [
  { head: words.description, cell: ({ description, course }) => (course === null ? description : `${course} · ${description}`) },
  { head: words.quantity, align: 'end', cell: (line) => quantityOf(line, words, language) },
  { head: words.amount, align: 'end', cell: ({ amount }) => <Money value={amount} /> },
];

function quantityOf({ quantity, unitName }: Line, words: ManagerWords['invoices'], language: Language): string {
  const figure = quantity.toLocaleString(localeOf(language), { maximumFractionDigits: 1 });
  if (unitName === 'minute') return words.minutes(figure);
  return unitName === 'hour' ? words.hours(figure) : `${figure} ${unitName}`;
}

function InvoiceParts({ invoice, onChange }: { readonly invoice: Invoice; readonly onChange: () => void }) {
  const words = useWords(managerWords).invoices;
  const { language } = useLanguage();
  const lines = invoice.lines.map((line, at) => ({ ...line, key: String(at) }));
  return (
    <>
      <div>
        <InvoiceMark invoice={invoice} />
      </div>
      {invoice.pending && (
        <Notice tone="busy" title={words.pending}>
          {words.pendingText}
        </Notice>
      )}
      {invoice.refused && (
        <Notice tone="warn" title={words.refused}>
          {words.refusedText}
        </Notice>
      )}
      {invoice.status === 'DELETED' && (
        <Notice tone="quiet" title={words.deleted}>
          {words.deletedText}
        </Notice>
      )}
      <InvoiceTotals invoice={invoice} />
      <InvoiceAdjustments adjustments={invoice.adjustments} />
      <div className={classes['actions']}>
        {canSendAgain(invoice) ? <SendAgain id={invoice.id} onChange={onChange} /> : invoice.status === 'DRAFT' && <Finalize invoice={invoice} onChange={onChange} />}
        {invoice.hostedUrl !== null && (
          <Button component="a" href={invoice.hostedUrl} target="_blank" rel="noopener" variant="default" leftSection={<IconExternalLink size={16} aria-hidden="true" />}>
            {words.hosted}
          </Button>
        )}
      </div>
      {lines.length === 0 ? <p>{words.noLines}</p> : <DataTable label={words.lines} columns={lineColumns(words, language)} rows={lines} keyOf={({ key }) => key} />}
    </>
  );
}

/** Asks the payment provider again for what it refused; nothing is final by that. */
function SendAgain({ id, onChange }: { readonly id: string; readonly onChange: () => void }) {
  const words = useWords(managerWords).invoices;
  const send = useAct(finalizeMutation);
  const again = async () => {
    if (await send.run({ id })) onChange();
  };
  return (
    <>
      <Button disabled={send.busy} onClick={() => void again()}>
        {send.busy ? words.sending : words.sendAgain}
      </Button>
      {send.error && <ErrorNotice error={send.error} />}
    </>
  );
}

function Finalize({ invoice, onChange }: { readonly invoice: Invoice; readonly onChange: () => void }) {
  const words = useWords(managerWords).invoices;
  const finalize = useAct(finalizeMutation);
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    if (!(await finalize.run({ id: invoice.id }))) return;
    setAsking(false);
    onChange();
  };
  return (
    <>
      <Button disabled={!canFinalize(invoice)} onClick={() => setAsking(true)}>
        {words.finalize}
      </Button>
      <Confirm opened={asking} title={words.finalizeTitle} confirm={words.finalize} doing={words.finalizing} busy={finalize.busy} error={finalize.error} onConfirm={() => void confirm()} onClose={() => setAsking(false)}>
        <p>{words.finalizeText}</p>
        <p>
          <b><Money value={invoice.total} /></b>
        </p>
      </Confirm>
    </>
  );
}
