import { useAsk } from '../api/use-ask.ts';
import { Ago } from '../format/instant.tsx';
import { formatMoney } from '../format/money-format.ts';
import { useLanguage, useWords } from '../messages/language.ts';
import { Notice } from '../shell/notice.tsx';
import { useKept } from '../staff/use-kept.ts';
import { usePolled } from '../staff/use-polled.ts';
import classes from './invoice-differences.module.css';
import { differencesQuery, type InvoiceDifference } from './sales-document.ts';
import { salesWords } from './words/index.ts';

const refreshMs = 60_000;
const noVariables = {};

/** Invoices that are over another total at the payment provider than here, on every page of sales; nothing where there is none. */
export function InvoiceDifferences() {
  const words = useWords(salesWords).differences;
  const answer = useKept(useAsk(differencesQuery, noVariables));
  usePolled(answer.refresh, refreshMs);
  const differing = answer.data?.differingInvoices ?? [];
  if (differing.length === 0) return null;
  return (
    <section className={classes['differences']} aria-label={words.title}>
      {differing.map((difference) => (
        <Difference key={difference.id} difference={difference} />
      ))}
    </section>
  );
}

function Difference({ difference: { institution, name, isFinal, ours, theirs, since } }: { readonly difference: InvoiceDifference }) {
  const words = useWords(salesWords).differences;
  const { language } = useLanguage();
  return (
    <Notice
      tone="bad"
      title={words.differs(institution.name)}
      detail={
        <>
          <code>{name}</code>
          <span>
            {words.since} <Ago at={since} />
          </span>
        </>
      }
    >
      {words.totals(theirs === null ? words.otherCurrency : formatMoney(theirs, language), formatMoney(ours, language))} {isFinal ? words.finalAdvice : words.draftAdvice}
    </Notice>
  );
}
