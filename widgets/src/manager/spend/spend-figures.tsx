import { Money } from '../../format/money.tsx';
import { formatMoney, shareOf, type MoneyValue } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { Figures, type Figure } from '../../staff/figures.tsx';
import { managerWords } from '../words/index.ts';
import type { Spend } from './spend-document.ts';

/** The month against its budget, in figures. */
export function SpendFigures({ spend: { total, budget, forecast } }: { readonly spend: Spend }) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  const excess = budget === null ? null : difference(forecast, budget);
  const forecastNote = excess !== null && BigInt(excess.amount) > 0n ? words.willExceed(formatMoney(excess, language)) : words.onTrack;
  const figures: readonly Figure[] = [
    { label: words.soFar, value: <Money value={total} />, ...(budget === null ? {} : { note: shareNote(shareOf(total, budget), words) }) },
    { label: words.forecast, value: <Money value={forecast} />, ...(excess === null ? {} : { note: forecastNote, ...(BigInt(excess.amount) > 0n ? { tone: 'warn' } : {}) }) },
    { label: words.budget, value: budget === null ? words.noBudget : <Money value={budget} /> },
    ...(budget === null ? [] : [leftOf(total, budget, words)]),
  ];
  return <Figures label={words.title} figures={figures} />;
}

/** A use that is there is not said to be nothing. */
function shareNote(share: number, words: { readonly share: (percent: number) => string; readonly shareBelow: string }): string {
  return share > 0 && share < 0.01 ? words.shareBelow : words.share(Math.round(share * 100));
}

function leftOf(total: MoneyValue, budget: MoneyValue, words: { readonly left: string; readonly over: string }): Figure {
  const left = difference(budget, total);
  if (BigInt(left.amount) >= 0n) return { label: words.left, value: <Money value={left} /> };
  return { label: words.over, value: <Money value={difference(total, budget)} />, tone: 'bad' };
}

/** One amount less another of the same currency. */
function difference(one: MoneyValue, other: MoneyValue): MoneyValue {
  return { amount: String(BigInt(one.amount) - BigInt(other.amount)), currency: one.currency };
}
