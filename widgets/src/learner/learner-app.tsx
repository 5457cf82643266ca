import { PageShell } from '../shell/page-shell.tsx';
import { Loading } from '../shell/loading.tsx';

/** The learner's pages. */
export function LearnerApp() {
  return (
    <PageShell title="Cloudclass">
      <Loading />
    </PageShell>
  );
}
