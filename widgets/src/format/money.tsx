import { useLanguage } from '../messages/language.ts';
import { formatMoney, type MoneyValue } from './money-format.ts';

/** An amount with its currency, in figures of one width. */
export function Money({ value }: { readonly value: MoneyValue }) {
  const { language } = useLanguage();
  return <span className="tabular">{formatMoney(value, language)}</span>;
}
