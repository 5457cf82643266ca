import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { formatPeriod } from '../../format/instant-format.ts';
import { Money } from '../../format/money.tsx';
import { formatMoney } from '../../format/money-format.ts';
import type { Invoice } from '../../invoices/invoice-document.ts';
import { invoiceWords } from '../../invoices/words/index.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { randomId } from '../../session/random-id.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { MonthZone } from '../month-zone.tsx';
import { draftMutation, type Invoices } from './invoice-document.ts';

type Unbilled = Invoices['unbilled'];

interface DraftInvoiceProps {
  readonly unbilled: Unbilled;
  readonly onDrafted: (invoice: Invoice) => void;
}

/** Drafts the invoice of a month of which something is on none yet, after asking. */
export function DraftInvoice({ unbilled, onDrafted }: DraftInvoiceProps) {
  const words = useWords(invoiceWords);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="compact-md" fz="sm" variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {words.draft}
      </Button>
      {asking && (
        <DraftDialog
          unbilled={unbilled}
          onClose={() => setAsking(false)}
          onDrafted={(invoice) => {
            setAsking(false);
            onDrafted(invoice);
          }}
        />
      )}
    </>
  );
}

interface DraftDialogProps extends DraftInvoiceProps {
  readonly onClose: () => void;
}

function DraftDialog({ unbilled, onDrafted, onClose }: DraftDialogProps) {
  const words = useWords(invoiceWords);
  const draft = useAct(draftMutation);
  // names the draft of what is chosen: pressed twice, or sent again after an answer that was lost, it is one
  const [chosen, setChosen] = useState({ at: 0, key: randomId() });
  const month = unbilled[chosen.at];
  const confirm = async () => {
    if (month === undefined || draft.busy) return;
    const done = await draft.run({ key: chosen.key, from: month.from, to: month.to, currency: month.total.currency });
    if (done) onDrafted(done.draftInvoice);
  };
  return (
    <Confirm opened title={words.draftTitle} confirm={words.draftNow} doing={words.drafting} busy={draft.busy} notReady={month === undefined} error={draft.error} onConfirm={() => void confirm()} onClose={onClose}>
      {month === undefined ? <p>{words.nothing}</p> : <DraftOf month={month} unbilled={unbilled} at={chosen.at} onChoose={(at) => setChosen({ at, key: randomId() })} />}
    </Confirm>
  );
}

interface DraftOfProps {
  readonly month: Unbilled[number];
  readonly unbilled: Unbilled;
  readonly at: number;
  readonly onChoose: (at: number) => void;
}

/** Which month, where there are several, and what of it is on no invoice. */
function DraftOf({ month, unbilled, at, onChoose }: DraftOfProps) {
  const words = useWords(invoiceWords);
  const { language } = useLanguage();
  const name = ({ from, to, total }: Unbilled[number]) => `${formatPeriod({ from, to }, language)} · ${formatMoney(total, language)}`;
  return (
    <>
      {unbilled.length > 1 && (
        <NativeSelect label={words.month} value={String(at)} data={unbilled.map((each, index) => ({ value: String(index), label: name(each) }))} onChange={(event) => onChoose(Number(event.currentTarget.value))} />
      )}
      <p>{words.draftText(formatPeriod(month, language))}</p>
      <MonthZone month={month} />
      <p>
        {words.draftTotal} <b><Money value={month.total} /></b>
      </p>
    </>
  );
}
