import { Money } from '../format/money.tsx';
import { useWords } from '../messages/language.ts';
import { Figures } from '../staff/figures.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import type { Invoice } from './invoice-document.ts';
import { agreement, refundOf } from './invoice-state.ts';
import classes from './invoice.module.css';
import { invoiceWords } from './words/index.ts';

/** Our total beside the payment provider's: an invoice is final only when both agree. A draft that was deleted there has none. */
export function InvoiceTotals({ invoice }: { readonly invoice: Invoice }) {
  const words = useWords(invoiceWords);
  const agrees = invoice.status === 'DELETED' ? 'unknown' : agreement(invoice);
  return (
    <div className={classes['totals']}>
      <Figures
        label={words.total}
        figures={[
          { label: words.ours, value: <Money value={invoice.total} /> },
          ...(invoice.status === 'DELETED' ? [] : [{ label: words.theirs, value: invoice.providerTotal === null ? words.notThere : <Money value={invoice.providerTotal} /> }]),
          ...(invoice.status === 'PART_PAID' || invoice.adjustments.length > 0 ? [{ label: words.paid, value: <Money value={invoice.paid} /> }] : []),
          ...(refundOf(invoice) === 'none' ? [] : [{ label: words.refunded, value: <Money value={invoice.refunded} /> }]),
        ]}
      />
      {agrees === 'equal' && <StatusMark tone="good">{words.equal}</StatusMark>}
      {agrees === 'different' && <StatusMark tone="bad">{words.different}</StatusMark>}
      {agrees === 'different' && <p className={classes['note']}>{words.differentText}</p>}
    </div>
  );
}
