import { PageShell } from '../shell/page-shell.tsx';
import { Loading } from '../shell/loading.tsx';

/** The operator's pages. */
export function OperatorApp() {
  return (
    <PageShell title="Cloudclass">
      <Loading />
    </PageShell>
  );
}
