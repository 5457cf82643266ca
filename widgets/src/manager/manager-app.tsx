import { PageShell } from '../shell/page-shell.tsx';
import { Loading } from '../shell/loading.tsx';

/** The manager's pages. */
export function ManagerApp() {
  return (
    <PageShell title="Cloudclass">
      <Loading />
    </PageShell>
  );
}
