import { useWords } from '../messages/language.ts';
import { useViewer } from '../session/session-context.ts';
import { PageShell } from '../shell/page-shell.tsx';
import { useAddress, viewLinks, viewOf } from '../staff/address.ts';
import { Column } from '../staff/column.tsx';
import { AuditView } from './audit-view.tsx';
import { CreditView } from './credit/credit-view.tsx';
import { InvoicesView } from './invoices/invoices-view.tsx';
import { LeasesView } from './leases-view.tsx';
import { PeopleView } from './people/people-view.tsx';
import { SpendView } from './spend/spend-view.tsx';
import { managerWords } from './words/index.ts';

const views = { spend: SpendView, leases: LeasesView, invoices: InvoicesView, credit: CreditView, people: PeopleView, audit: AuditView } as const;

/** The manager's pages: what the institution spends, and on what. */
export function ManagerApp() {
  const words = useWords(managerWords);
  const viewer = useViewer();
  const address = useAddress();
  const current = viewOf(address, ['spend', 'leases', 'invoices', 'credit', 'people', 'audit']);
  const View = views[current];
  return (
    <PageShell title={words.views[current]} subtitle={viewer.institution?.name} links={viewLinks(address.pathname, words.views, current)}>
      <Column>
        <View />
      </Column>
    </PageShell>
  );
}
