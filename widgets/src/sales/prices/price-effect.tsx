import { IconArrowRight } from '@tabler/icons-react';
import { formatInstant } from '../../format/instant-format.ts';
import { formatMoney } from '../../format/money-format.ts';
import { localeOf, useLanguage, useWords, type Language } from '../../messages/language.ts';
import type { Price } from '../sales-document.ts';
import type { SalesWords } from '../words/en.ts';
import { salesWords } from '../words/index.ts';
import { hourPrice, percentAbove, pricesAround } from './hour-price.ts';
import classes from './prices.module.css';

interface PriceEffectProps {
  readonly prices: readonly Price[];
  readonly planned: Pick<Price, 'amount' | 'from' | 'perQuantity'>;
}

/** What a planned price changes for an hour, before anybody pays it. */
export function PriceEffect({ prices, planned }: PriceEffectProps) {
  const words = useWords(salesWords).prices;
  const { language } = useLanguage();
  const { now, next } = pricesAround(prices, planned.amount.currency, planned.from);
  const day = (at: string) => formatInstant(at, 'date', language);
  const after = hourPrice(planned);
  const before = now === undefined ? null : hourPrice(now);
  const percent = before === null ? null : percentAbove(after, before);
  return (
    <section className={classes['effect']} aria-label={words.effect}>
      <p className={`tabular ${classes['change']}`} aria-hidden="true">
        {before !== null && (
          <>
            <s>{formatMoney(before, language)}</s> <IconArrowRight size={18} />
          </>
        )}
        <b>{formatMoney(after, language)}</b>
        {percent !== null && <span className={classes['quiet']}>{changeSaid(percent, words, language)}</span>}
      </p>
      <p className={classes['said']}>
        {before === null ? words.effectFirst(formatMoney(after, language), day(planned.from)) : words.effectSaid(formatMoney(before, language), formatMoney(after, language), day(planned.from))}
        {next !== undefined && ` ${words.effectPlanned(day(next.from))}`}
      </p>
    </section>
  );
}

function changeSaid(percent: number, words: SalesWords['prices'], language: Language): string {
  const figure = Math.abs(percent).toLocaleString(localeOf(language), { maximumFractionDigits: 1 });
  if (percent === 0) return words.same;
  return percent > 0 ? words.more(figure) : words.less(figure);
}
