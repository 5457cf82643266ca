import type { Localized } from '@cloudclass/plugin-contract';
import type { MoneyValue } from './values.ts';

export interface PersonView { readonly id: string; readonly name: string | null }

/** What a part of a month costs, as its invoice says, and how far that is from the sum of its rows: lines are rounded once, rows lab by lab. */
export interface UsageCostView { readonly cost: MoneyValue; readonly rounding: MoneyValue }

export interface UsageGroupView extends UsageCostView { readonly id: string; readonly name: string; readonly minutes: number; readonly labs: number }

export interface UsageDayView extends UsageCostView { readonly day: string }

export interface InstitutionUsageView {
  readonly from: Date;
  readonly to: Date;
  readonly total: MoneyValue;
  readonly budget: MoneyValue | null;
  readonly forecast: MoneyValue;
  readonly byUnit: readonly UsageGroupView[];
  readonly byCourse: readonly UsageGroupView[];
  readonly byDay: readonly UsageDayView[];
}

export interface UsageRowView {
  readonly id: string;
  readonly at: Date;
  readonly course: string;
  readonly learner: PersonView;
  readonly labId: string;
  readonly product: string;
  readonly minutes: number;
  readonly cost: MoneyValue;
  readonly priceVersion: string;
  readonly invoiced: boolean;
}

export interface LeaseView {
  readonly labId: string;
  readonly accountId: string;
  readonly learner: PersonView;
  readonly course: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endsAt: Date | null;
  readonly spent: MoneyValue;
}

export interface InvoiceLineView {
  readonly description: string;
  readonly course: string | null;
  readonly unit: string | null;
  readonly quantity: number;
  readonly unitName: string;
  readonly amount: MoneyValue;
}

/** A refund or a credit note of an invoice; one that is undone failed, or was taken back. */
export interface InvoiceAdjustmentView {
  readonly id: string;
  readonly kind: 'refund' | 'credit_note';
  readonly state: 'pending' | 'done' | 'undone';
  readonly amount: MoneyValue;
  readonly at: Date;
}

export interface InvoiceView {
  readonly id: string;
  readonly number: string | null;
  readonly status: 'draft' | 'deleted' | 'open' | 'part_paid' | 'paid' | 'void' | 'uncollectible';
  readonly from: Date;
  readonly to: Date;
  readonly total: MoneyValue;
  readonly providerTotal: MoneyValue | null;
  readonly paid: MoneyValue;
  readonly refunded: MoneyValue;
  readonly adjustments: readonly InvoiceAdjustmentView[];
  readonly hostedUrl: string | null;
  readonly lines: readonly InvoiceLineView[];
  readonly createdAt: Date;
  readonly pending: boolean;
  readonly refused: boolean;
}

/** What was used in a month, in one currency, and is on no invoice. */
export interface UnbilledMonthView {
  readonly from: Date;
  readonly to: Date;
  readonly total: MoneyValue;
}

export interface CreditGrantView {
  readonly id: string;
  readonly learner: PersonView;
  readonly course: string;
  readonly amount: MoneyValue;
  readonly kind: string;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

export interface AuditView { readonly id: string; readonly at: Date; readonly actor: string; readonly action: string; readonly target: string | null; readonly targetName: string | null; readonly targetStep: Localized | null; readonly detail: string | null }
