import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { formatPeriod } from '../../format/instant-format.ts';
import { Money } from '../../format/money.tsx';
import { useLanguage, useWords } from '../../messages/language.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { MonthZone } from '../month-zone.tsx';
import { managerWords } from '../words/index.ts';
import { draftMutation, type Invoice, type Invoices } from './invoice-document.ts';

interface DraftInvoiceProps {
  readonly usage: Invoices['usage'];
  readonly onDrafted: (invoice: Invoice) => void;
}

/** Drafts the invoice of the running month, after asking. */
export function DraftInvoice({ usage: { from, to, total }, onDrafted }: DraftInvoiceProps) {
  const words = useWords(managerWords).invoices;
  const { language } = useLanguage();
  const draft = useAct(draftMutation);
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    const done = await draft.run({ from, to });
    if (!done) return;
    setAsking(false);
    onDrafted(done.draftInvoice);
  };
  return (
    <>
      <Button size="compact-md" fz="sm" variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {words.draft}
      </Button>
      <Confirm opened={asking} title={words.draftTitle} confirm={words.draft} doing={words.drafting} busy={draft.busy} error={draft.error} onConfirm={() => void confirm()} onClose={() => setAsking(false)}>
        <p>{words.draftText(formatPeriod({ from, to }, language))}</p>
        <MonthZone month={{ from, to }} />
        <p>
          {words.draftTotal} <b><Money value={total} /></b>
        </p>
      </Confirm>
    </>
  );
}
