import { Anchor } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { formatPeriod } from '../../format/instant-format.ts';
import { Money } from '../../format/money.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { usePolled } from '../../staff/use-polled.ts';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import { DraftInvoice } from './draft-invoice.tsx';
import { invoicesQuery, type Invoice, type Invoices } from './invoice-document.ts';
import { InvoiceMark } from './invoice-mark.tsx';
import { invoiceName } from './invoice-name.ts';
import { InvoiceSheet } from './invoice-sheet.tsx';

const pendingRefreshMs = 2000;
const noVariables = {};

/** Every invoice with its state; looks again while the payment provider has not answered. */
export function InvoicesView() {
  const words = useWords(managerWords).invoices;
  const answer = useKept(useAsk(invoicesQuery, noVariables));
  usePolled(answer.refresh, answer.data?.invoices.some(({ pending }) => pending) === true ? pendingRefreshMs : null);
  return (
    <Asked answer={answer} what={words.loading}>
      {(data) => <InvoiceList data={data} onChange={answer.refresh} />}
    </Asked>
  );
}

const invoiceColumns = (words: ManagerWords['invoices'], language: Language, onOpen: (id: string) => void): readonly Column<Invoice>[] => [
  { head: words.number, cell: (invoice) => <InvoiceName invoice={invoice} onOpen={onOpen} /> },
  { head: words.period, cell: (invoice) => formatPeriod(invoice, language) },
  { head: words.state, cell: (invoice) => <InvoiceMark invoice={invoice} /> },
  { head: words.total, align: 'end', cell: ({ total }) => <Money value={total} /> },
];

function InvoiceList({ data, onChange }: { readonly data: Invoices; readonly onChange: () => void }) {
  const words = useWords(managerWords).invoices;
  const { language } = useLanguage();
  const [openId, setOpenId] = useState<string | null>(null);
  const drafted = (invoice: Invoice) => {
    setOpenId(invoice.id);
    onChange();
  };
  return (
    <Panel title={words.title} aside={<DraftInvoice unbilled={data.unbilled} onDrafted={drafted} />}>
      {data.invoices.length === 0 ? (
        <Empty icon={IconReceipt} title={words.empty}>
          {words.emptyText}
        </Empty>
      ) : (
        <DataTable label={words.title} columns={invoiceColumns(words, language, setOpenId)} rows={data.invoices} keyOf={({ id }) => id} />
      )}
      <InvoiceSheet invoice={data.invoices.find(({ id }) => id === openId) ?? null} onChange={onChange} onClose={() => setOpenId(null)} />
    </Panel>
  );
}

function InvoiceName({ invoice, onOpen }: { readonly invoice: Invoice; readonly onOpen: (id: string) => void }) {
  const words = useWords(managerWords).invoices;
  const { language } = useLanguage();
  return (
    <Anchor component="button" type="button" fz="inherit" fw="inherit" ta="start" aria-label={invoiceName(invoice, words, language)} onClick={() => onOpen(invoice.id)}>
      {invoice.number ?? words.noNumber}
    </Anchor>
  );
}
