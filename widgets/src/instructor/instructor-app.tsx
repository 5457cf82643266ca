import { useWords } from '../messages/language.ts';
import { isPageName, pagePath, type PageName } from '../session/session.ts';
import { useSession, useViewer } from '../session/session-context.ts';
import { PageShell } from '../shell/page-shell.tsx';
import { goTo, useAddress } from '../staff/address.ts';
import { ClassBoardPage } from './board/class-board-page.tsx';
import { ChoosePage } from './choose/choose-page.tsx';
import { InsightPage } from './insight/insight-page.tsx';
import { LearnerView } from './learner-view.tsx';
import { instructorWords } from './words/index.ts';

const pages = { class: ClassBoardPage, insight: InsightPage, choose: ChoosePage } as const;
type InstructorPage = keyof typeof pages;

/** The instructor's pages; when the platform asked for content, choosing it is the only one. */
export function InstructorApp() {
  const words = useWords(instructorWords).pages;
  const session = useSession();
  const viewer = useViewer();
  const address = useAddress();
  const current = viewer.choosingContent ? 'choose' : pageOf(address, session.page);
  const learnerId = address.searchParams.get('learner');
  if (current === 'class' && learnerId !== null) return <LearnerView learnerId={learnerId} />;
  const links = (['class', 'insight', 'choose'] as const).map((page) => {
    const href = pagePath(session, page);
    return { href, label: words[page], current: page === current, onOpen: () => goTo(href) };
  });
  const Page = pages[current];
  return (
    <PageShell title={viewer.activityTitle ?? words[current]} links={viewer.choosingContent ? [] : links}>
      <Page />
    </PageShell>
  );
}

/** The page that the address names now; the session knows only the one it began with. */
function pageOf(address: URL, first: PageName): InstructorPage {
  const named = address.pathname.split('/')[3];
  const page = isPageName(named) ? named : first;
  return page === 'insight' || page === 'choose' ? page : 'class';
}
