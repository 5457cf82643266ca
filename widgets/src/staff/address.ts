import { useSyncExternalStore } from 'react';
import type { ShellLink } from '../shell/page-shell.tsx';

const moved = 'cloudclass:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(moved, listener);
  };
}

/** The address within the site; draws again when the person goes on or back. */
export function useAddress(): URL {
  const href = useSyncExternalStore(subscribe, () => window.location.href);
  return new URL(href);
}

/**
 * Goes to another address of the same actor without loading the document anew: where the browser keeps no cookie, the
 * document holds the session's only token.
 */
export function goTo(address: string): void {
  window.history.pushState(null, '', address);
  window.dispatchEvent(new Event(moved));
}

/** Links to the views of one page, `?view=` naming all but the first. */
export function viewLinks<View extends string>(pathname: string, views: Readonly<Record<View, string>>, current: View): readonly ShellLink[] {
  return Object.entries<string>(views).map(([view, label], at) => {
    const href = at === 0 ? pathname : `${pathname}?view=${view}`;
    return { href, label, current: view === current, onOpen: () => goTo(href) };
  });
}

/** The view that an address names; the first when it names none that there is. */
export function viewOf<View extends string>(address: URL, views: readonly [View, ...View[]]): View {
  const named = address.searchParams.get('view');
  return views.find((view) => view === named) ?? views[0];
}
