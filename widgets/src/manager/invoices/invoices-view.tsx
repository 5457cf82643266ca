import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { formatPeriod } from '../../format/instant-format.ts';
import { Money } from '../../format/money.tsx';
import type { Invoice } from '../../invoices/invoice-document.ts';
import { InvoiceLink } from '../../invoices/invoice-link.tsx';
import { InvoiceMark } from '../../invoices/invoice-mark.tsx';
import { invoiceName } from '../../invoices/invoice-name.ts';
import { InvoiceSheet } from '../../invoices/invoice-sheet.tsx';
import type { InvoiceWords } from '../../invoices/words/en.ts';
import { invoiceWords } from '../../invoices/words/index.ts';
import { Panel } from '../../learner/panel.tsx';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { usePolled } from '../../staff/use-polled.ts';
import { DraftInvoice } from './draft-invoice.tsx';
import { InvoiceActs, InvoiceNotes } from './invoice-acts.tsx';
import { invoicesQuery, type Invoices } from './invoice-document.ts';

const pendingRefreshMs = 2000;
const noVariables = {};

/** Every invoice with its state; looks again while the payment provider has not answered. */
export function InvoicesView() {
  const words = useWords(invoiceWords);
  const answer = useKept(useAsk(invoicesQuery, noVariables));
  usePolled(answer.refresh, answer.data?.invoices.some(({ pending }) => pending) === true ? pendingRefreshMs : null);
  return (
    <Asked answer={answer} what={words.loading}>
      {(data) => <InvoiceList data={data} onChange={answer.refresh} />}
    </Asked>
  );
}

const invoiceColumns = (words: InvoiceWords, language: Language, onOpen: (id: string) => void): readonly Column<Invoice>[] => [
  { head: words.number, cell: (invoice) => <InvoiceLink invoice={invoice} onOpen={onOpen} /> },
  { head: words.period, cell: (invoice) => formatPeriod(invoice, language) },
  { head: words.state, cell: (invoice) => <InvoiceMark invoice={invoice} /> },
  { head: words.total, align: 'end', cell: ({ total }) => <Money value={total} /> },
];

function InvoiceList({ data, onChange }: { readonly data: Invoices; readonly onChange: () => void }) {
  const words = useWords(invoiceWords);
  const { language } = useLanguage();
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = data.invoices.find(({ id }) => id === openId) ?? null;
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
      <InvoiceSheet
        invoice={opened}
        title={opened === null ? '' : invoiceName(opened, words, language)}
        notes={opened && <InvoiceNotes invoice={opened} />}
        acts={opened && <InvoiceActs invoice={opened} onChange={onChange} />}
        onClose={() => setOpenId(null)}
      />
    </Panel>
  );
}
