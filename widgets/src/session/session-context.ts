import { createContext, useContext } from 'react';
import type { Session } from './session.ts';
import type { Viewer } from './viewer-document.ts';

interface SessionAndViewer {
  readonly session: Session;
  readonly viewer: Viewer;
}

export const SessionContext = createContext<SessionAndViewer | null>(null);

function useHere(): SessionAndViewer {
  const here = useContext(SessionContext);
  if (!here) throw new Error('the session is known only below <App>');
  return here;
}

/** The session this page belongs to. */
export function useSession(): Session {
  return useHere().session;
}

/** Who looks at the page; known before any page is drawn. */
export function useViewer(): Viewer {
  return useHere().viewer;
}
