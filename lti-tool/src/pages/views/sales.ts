import type { MoneyValue } from './values.ts';
import type { Localized } from '@cloudclass/plugin-contract';

export interface PriceVersionView {
  readonly id: string;
  readonly amount: MoneyValue;
  readonly perQuantity: number;
  readonly unit: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly status: 'past' | 'in-force' | 'planned';
}

export interface ProductView { readonly code: string; readonly name: Localized; readonly unit: string; readonly prices: readonly PriceVersionView[] }

export interface ContractView {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  readonly currency: 'KRW' | 'USD';
  readonly discountPercent: number;
  readonly from: Date;
  readonly to: Date | null;
  readonly spent: MoneyValue;
}

export interface PriceCheckView { readonly list: MoneyValue; readonly discount: MoneyValue; readonly net: MoneyValue }
