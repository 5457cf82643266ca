import { PageShell } from '../shell/page-shell.tsx';
import { Loading } from '../shell/loading.tsx';

/** The instructor's pages. */
export function InstructorApp() {
  return (
    <PageShell title="Cloudclass">
      <Loading />
    </PageShell>
  );
}
