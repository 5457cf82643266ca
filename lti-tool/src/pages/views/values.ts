/** An amount in minor units with its currency. */
export interface MoneyValue {
  readonly amount: bigint;
  readonly currency: 'KRW' | 'USD';
}
