import { readAmount } from '../../staff/amount-input.ts';
import type { Currency } from '../sales-document.ts';

/** What stands in the fields of the form. */
export interface ContractFields {
  readonly institutionId: string;
  /** Empty: the whole institution. */
  readonly unitId: string;
  readonly currency: Currency;
  readonly allowance: string;
  readonly discount: string;
  /** Such as 2026-12-01, in the reader's own zone. Empty: now. */
  readonly from: string;
  /** Empty: open. */
  readonly to: string;
}

/** A contract's terms as the API takes them. */
export interface ContractTerms {
  readonly institutionId: string;
  readonly unitId: string | null;
  readonly currency: Currency;
  readonly allowance: string;
  readonly discountBasisPoints: number;
  readonly from: string | null;
  readonly to: string | null;
}

export interface ContractPlan {
  /** Null until the fields say them. */
  readonly terms: ContractTerms | null;
  /** Fields that say something which cannot be. */
  readonly wrong: Readonly<Partial<Record<keyof ContractFields, boolean>>>;
}

/** Reads the fields of a contract. @param now milliseconds */
export function planOf(fields: ContractFields, now: number): ContractPlan {
  const { institutionId, unitId, currency } = fields;
  const allowance = readAmount(fields.allowance, currency, 0n);
  const discountBasisPoints = readPercent(fields.discount);
  const [from, to] = [midnightOf(fields.from), midnightOf(fields.to)];
  const wrong = marked({
    allowance: fields.allowance !== '' && allowance === null,
    discount: discountBasisPoints === null,
    from: from !== null && from.getTime() <= now,
    to: to !== null && to.getTime() <= Math.max(now, from?.getTime() ?? now),
  });
  if (institutionId === '' || allowance === null || discountBasisPoints === null || Object.keys(wrong).length > 0) return { terms: null, wrong };
  const times = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
  return { terms: { institutionId, unitId: unitId || null, currency, allowance, discountBasisPoints, ...times }, wrong };
}

function marked(faults: Readonly<Partial<Record<keyof ContractFields, boolean>>>): ContractPlan['wrong'] {
  return Object.fromEntries(Object.entries(faults).filter(([, isWrong]) => isWrong));
}

/** Midnight, where the reader is, as a day begins; null for a field that is empty. */
export function midnightOf(day: string): Date | null {
  return day === '' ? null : new Date(`${day}T00:00:00`);
}

/** Percent as a person writes it, "12.5" or "12.5 %", in hundredths of a percent; null when it is not one from 0 to 100. */
export function readPercent(text: string): number | null {
  const [, whole, fraction = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[\s%]/g, '')) ?? [];
  if (whole === undefined) return null;
  const points = Number(whole + fraction.padEnd(2, '0'));
  return points <= 10_000 ? points : null;
}
