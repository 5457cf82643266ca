import { NativeSelect } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { formatPeriod } from '../../format/instant-format.ts';
import { Money } from '../../format/money.tsx';
import { InvoiceLink } from '../../invoices/invoice-link.tsx';
import { InvoiceMark } from '../../invoices/invoice-mark.tsx';
import { invoiceName } from '../../invoices/invoice-name.ts';
import { InvoiceSheet } from '../../invoices/invoice-sheet.tsx';
import type { InvoiceWords } from '../../invoices/words/en.ts';
import { invoiceWords } from '../../invoices/words/index.ts';
import { Panel } from '../../learner/panel.tsx';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loading } from '../../shell/loading.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { FieldRow } from '../../staff/field-row.tsx';
import { MoreButton } from '../../staff/more-button.tsx';
import { usePages } from '../../staff/use-pages.ts';
import { customerInvoicesQuery, customersQuery, type CustomerInvoice, type InvoiceStanding } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';

const standings: readonly InvoiceStanding[] = ['ALL', 'OWED', 'PAID'];
const noVariables = {};

/** The invoices of every institution, to read: what was billed, what is paid, and what was given back. */
export function CustomerInvoices() {
  const words = useWords(salesWords).invoices;
  const customers = useAsk(customersQuery, noVariables).data?.customers ?? [];
  const [institutionId, setInstitutionId] = useState('');
  const [standing, setStanding] = useState<InvoiceStanding>('ALL');
  return (
    <Panel title={words.title}>
      <FieldRow>
        <NativeSelect
          label={words.institution}
          value={institutionId}
          onChange={(event) => setInstitutionId(event.currentTarget.value)}
          data={[{ value: '', label: words.allInstitutions }, ...customers.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NativeSelect
          label={words.standing}
          value={standing}
          onChange={(event) => setStanding(standings.find((known) => known === event.currentTarget.value) ?? 'ALL')}
          data={standings.map((value) => ({ value, label: words.standings[value] }))}
        />
      </FieldRow>
      <Found institutionId={institutionId === '' ? null : institutionId} standing={standing} />
    </Panel>
  );
}

const pick = ({ customerInvoices }: { readonly customerInvoices: readonly CustomerInvoice[] }) => customerInvoices;

interface FoundProps {
  readonly institutionId: string | null;
  readonly standing: InvoiceStanding;
}

function Found({ institutionId, standing }: FoundProps) {
  const words = useWords(salesWords).invoices;
  const ofInvoice = useWords(invoiceWords);
  const { language } = useLanguage();
  const [openId, setOpenId] = useState<string | null>(null);
  const after = useCallback((last: CustomerInvoice | null) => ({ institutionId, standing, after: last?.invoice.id ?? null }), [institutionId, standing]);
  const pages = usePages({ query: customerInvoicesQuery, after, pick });
  if (pages.items === null) return pages.error ? <ErrorNotice error={pages.error} onTryAgain={pages.more} /> : <Loading what={ofInvoice.loading} />;
  if (pages.items.length === 0) {
    const isAll = institutionId === null && standing === 'ALL';
    return <Empty icon={IconReceipt} title={isAll ? ofInvoice.empty : words.noMatch}>{isAll ? words.emptyText : words.noMatchText}</Empty>;
  }
  const opened = pages.items.find(({ invoice }) => invoice.id === openId);
  return (
    <>
      <DataTable label={words.title} columns={columns(ofInvoice, words.institution, { language, onOpen: setOpenId })} rows={pages.items} keyOf={({ invoice }) => invoice.id} />
      <MoreButton pages={pages} />
      <InvoiceSheet invoice={opened?.invoice ?? null} title={opened === undefined ? '' : `${opened.institution.name} · ${invoiceName(opened.invoice, ofInvoice, language)}`} onClose={() => setOpenId(null)} />
    </>
  );
}

const columns = (words: InvoiceWords, institution: string, { language, onOpen }: { readonly language: Language; readonly onOpen: (id: string) => void }): readonly Column<CustomerInvoice>[] => [
  { head: institution, cell: (row) => row.institution.name },
  { head: words.number, cell: ({ invoice }) => <InvoiceLink invoice={invoice} onOpen={onOpen} /> },
  { head: words.period, cell: ({ invoice }) => formatPeriod(invoice, language) },
  { head: words.state, cell: ({ invoice }) => <InvoiceMark invoice={invoice} /> },
  { head: words.total, align: 'end', cell: ({ invoice }) => <Money value={invoice.total} /> },
];
