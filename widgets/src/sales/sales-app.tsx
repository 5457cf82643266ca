import { useWords } from '../messages/language.ts';
import { PageShell } from '../shell/page-shell.tsx';
import { useAddress, viewLinks, viewOf } from '../staff/address.ts';
import { Column } from '../staff/column.tsx';
import { Calculator } from './calculator.tsx';
import { Contracts } from './contracts/contracts.tsx';
import { CustomerInvoices } from './invoices/customer-invoices.tsx';
import { InvoiceDifferences } from './invoice-differences.tsx';
import { Prices } from './prices/prices.tsx';
import { salesWords } from './words/index.ts';

const views = { prices: Prices, contracts: Contracts, invoices: CustomerInvoices, calculator: Calculator } as const;

/** The sales pages: what things cost, for whom, and from when, and what was billed. */
export function SalesApp() {
  const words = useWords(salesWords);
  const address = useAddress();
  const current = viewOf(address, ['prices', 'contracts', 'invoices', 'calculator']);
  const View = views[current];
  return (
    <PageShell title={words.views[current]} links={viewLinks(address.pathname, words.views, current)}>
      <Column>
        <InvoiceDifferences />
        <View />
      </Column>
    </PageShell>
  );
}
