import { PageShell } from '../shell/page-shell.tsx';
import { Loading } from '../shell/loading.tsx';

/** The sales's pages. */
export function SalesApp() {
  return (
    <PageShell title="Cloudclass">
      <Loading />
    </PageShell>
  );
}
