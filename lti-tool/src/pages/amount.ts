import { BillingError } from '@cloudclass/billing';

/** A whole number of zero or more, as a page sends amounts: JSON's numbers do not hold the largest. @throws AMOUNT_INVALID */
export function amountOf(text: string): bigint {
  if (!/^\d{1,15}$/.test(text)) throw new BillingError('AMOUNT_INVALID', { detail: text });
  return BigInt(text);
}
