import { useEffect, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { useViewer } from '../session/session-context.ts';
import { keepFocus } from './keep-focus.ts';
import { LiveMark } from './live-mark.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { ProductMark } from './product-mark.tsx';
import { ViewerMenu } from './viewer-menu.tsx';
import { NewWindowLink } from './new-window-link.tsx';
import classes from './page-shell.module.css';

export interface ShellLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  /** Opens the page without leaving this document, which may hold the session's only token. */
  readonly onOpen?: () => void;
}

interface PageShellProps {
  readonly title: string;
  /** Where the page stands, such as the course. */
  readonly subtitle?: string | undefined;
  /** Links between the actor's pages. */
  readonly links?: readonly ShellLink[];
  /** A slim bar that stays while the page scrolls. */
  readonly bar?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: where one is, how fresh it is, the person's settings, and the content. */
export function PageShell({ title, subtitle, links = [], bar, children }: PageShellProps) {
  const words = useWords(sharedWords);
  const viewer = useViewer();
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  useEffect(() => keepFocus(document), []);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {words.skip}
      </a>
      <header className={classes['top']}>
        <ProductMark className={classes['mark']} />
        <div className={classes['where']}>
          <h1 className={classes['title']} title={title}>
            <bdi>{title}</bdi>
          </h1>
          <bdi className={classes['course']}>{subtitle ?? viewer.course?.title ?? viewer.institution?.name}</bdi>
        </div>
        <div className={classes['tools']}>
          <LiveMark />
          <NewWindowLink />
          <ViewerMenu />
        </div>
      </header>
      {links.length > 0 && <ShellNav links={links} label={title} />}
      {bar !== undefined && <div className={classes['bar']} data-stays="top">{bar}</div>}
      <OfflineBanner />
      <main id="content" tabIndex={-1} className={classes['main']}>
        {children}
      </main>
    </div>
  );
}

function ShellNav({ links, label }: { readonly links: readonly ShellLink[]; readonly label: string }) {
  return (
    <nav className={classes['nav']} aria-label={label}>
      {links.map((link) => (
        <a key={link.href} ref={link.current ? intoSight : null} href={link.href} className={classes['link']} aria-current={link.current ? 'page' : undefined} onClick={(event) => openHere(event, link)}>
          {link.label}
        </a>
      ))}
    </nav>
  );
}

/** A phone shows some of the tabs only: the one of this page is among them. Nothing but the row of tabs is moved. */
function intoSight(tab: HTMLElement | null): void {
  const row = tab?.parentElement;
  if (tab && row) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

/** A plain click stays in this document; one that asks for another tab or window gets it. */
function openHere(event: MouseEvent, { onOpen }: ShellLink): void {
  if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  onOpen();
}
