import type { Sql } from './sql.ts';
import * as billing from '../migrations/2026-11-24T1310__billing.ts';
import * as corrections from '../migrations/2026-11-24T1430__billing-corrections.ts';
import * as listAmounts from '../migrations/2026-11-25T0105__list-amounts.ts';
import * as withdrawnContracts from '../migrations/2026-11-27T0010__withdrawn-contracts.ts';
import * as whatTheProviderSays from '../migrations/2026-11-27T0030__what-the-provider-says.ts';
import * as creditPerCurrency from '../migrations/2026-11-27T0040__credit-per-currency.ts';
import * as deletedDrafts from '../migrations/2026-11-27T0050__deleted-drafts.ts';
import * as ratedAfterQuarantine from '../migrations/2026-11-27T0060__rated-after-quarantine.ts';
import * as differingTotals from '../migrations/2026-11-27T0070__differing-totals.ts';
import * as settledEvents from '../migrations/2026-11-27T0080__settled-events.ts';
import * as refundsAndCreditNotes from '../migrations/2026-11-27T0110__refunds-and-credit-notes.ts';
import * as deletedCustomers from '../migrations/2026-11-27T0150__deleted-customers.ts';

/** Billing's part of the schema, in order; the host runs them together with its own. */
export const billingMigrations: readonly { readonly name: string; up(sql: Sql): Promise<void> }[] = [
  billing, corrections, listAmounts, withdrawnContracts, whatTheProviderSays, creditPerCurrency, deletedDrafts, ratedAfterQuarantine, differingTotals, settledEvents,
  refundsAndCreditNotes, deletedCustomers,
];
