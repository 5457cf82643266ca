import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { Money } from '../../format/money.tsx';
import type { Invoice } from '../../invoices/invoice-document.ts';
import { canFinalize, canSendAgain } from '../../invoices/invoice-state.ts';
import { invoiceWords } from '../../invoices/words/index.ts';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Confirm } from '../../staff/confirm.tsx';
import { finalizeMutation } from './invoice-document.ts';

/** What keeps an invoice from moving, and whose turn it is. */
export function InvoiceNotes({ invoice: { pending, refused } }: { readonly invoice: Invoice }) {
  const words = useWords(invoiceWords);
  return (
    <>
      {pending && (
        <Notice tone="busy" title={words.pending}>
          {words.pendingText}
        </Notice>
      )}
      {refused && (
        <Notice tone="warn" title={words.refused}>
          {words.refusedText}
        </Notice>
      )}
    </>
  );
}

interface InvoiceActsProps {
  readonly invoice: Invoice;
  readonly onChange: () => void;
}

/** What can be done with an invoice: a draft is made final, or sent again where the payment provider refused it. */
export function InvoiceActs({ invoice, onChange }: InvoiceActsProps) {
  if (canSendAgain(invoice)) return <SendAgain id={invoice.id} onChange={onChange} />;
  return invoice.status === 'DRAFT' && <Finalize invoice={invoice} onChange={onChange} />;
}

/** Asks the payment provider again for what it refused; nothing is final by that. */
function SendAgain({ id, onChange }: { readonly id: string; readonly onChange: () => void }) {
  const words = useWords(invoiceWords);
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

function Finalize({ invoice, onChange }: InvoiceActsProps) {
  const words = useWords(invoiceWords);
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
