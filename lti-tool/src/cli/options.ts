import { readMoney, type Money } from '@cloudclass/billing';
import { InvalidArgumentError } from 'commander';

/** An amount as `600 KRW` or `0.60 USD`. @throws InvalidArgumentError, which the command prints with the option's name */
export function money(text: string): Money {
  const read = readMoney(text);
  if (read === undefined) throw new InvalidArgumentError('Write an amount and its currency, for instance "600 KRW" or "0.60 USD".');
  return read;
}

/** A day, which begins at midnight UTC, or an instant. @throws InvalidArgumentError */
export function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\d(?:T.*(?:Z|[+-]\d\d:\d\d))?$/.test(text) || Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write a day or an instant, for instance 2027-03-01 or 2027-03-01T00:00:00+09:00.');
  return at;
}

/** Per cent with at most two decimals, as basis points. @throws InvalidArgumentError */
export function basisPoints(text: string): number {
  const points = Math.round(Number(text) * 100);
  if (!/^\d{1,3}(?:\.\d{1,2})?$/.test(text) || points > 10_000) throw new InvalidArgumentError('Write per cent from 0 to 100, for instance 10 or 12.5.');
  return points;
}
