import { readBootstrap, type VerifyBootstrap } from './bootstrap.ts';
import { openPlatformStorage } from './platform-storage.ts';
import { isPageName, pagePath, sessionFromPath, type Session, type SessionProblem } from './session.ts';

export type OpenedSession =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'problem'; readonly problem: SessionProblem; readonly newWindowUrl: string | null };

/**
 * Finds out whose page this is: from the address, or, where the browser keeps no cookie, by proving to the server that
 * this browser began the launch: after the launch itself, and again whenever the page is loaded anew, because its token
 * was in memory only.
 */
export async function openSession(page: Window): Promise<OpenedSession> {
  const bootstrap = readBootstrap(page.document);
  if (bootstrap.kind === 'verify') return verify(page, bootstrap);
  const session = sessionFromPath(page.location.pathname);
  if (session) return { kind: 'open', session };
  const problem = page.location.pathname === '/sign-in' ? 'sign-in' : 'no-session';
  return { kind: 'problem', problem, newWindowUrl: null };
}

async function verify(page: Window, bootstrap: VerifyBootstrap): Promise<OpenedSession> {
  // a page that was loaded anew has no other way on than the course
  const problem = (name: SessionProblem): OpenedSession =>
    bootstrap.newWindowUrl === undefined ? { kind: 'problem', problem: 'no-session', newWindowUrl: null } : { kind: 'problem', problem: name, newWindowUrl: bootstrap.newWindowUrl };
  const secret = await readSecret(page, bootstrap);
  if (secret === null) return problem('storage-unavailable');
  const session = await exchange(bootstrap, secret);
  if (!session) return problem('verify-refused');
  // loaded anew, the page is where it was, with whatever else stands in its address
  if (page.location.pathname !== pagePath(session, session.page)) page.history.replaceState(null, '', pagePath(session, session.page));
  return { kind: 'open', session };
}

async function readSecret(page: Window, bootstrap: VerifyBootstrap): Promise<string | null> {
  try {
    const storage = await openPlatformStorage(page, bootstrap);
    return await storage.get(bootstrap.storageKey);
  } catch {
    // Whatever the platform said, the person's way on is the same: a window of its own.
    return null;
  }
}

async function exchange(bootstrap: VerifyBootstrap, secret: string): Promise<Session | null> {
  const response = await fetch(bootstrap.verifyUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ state: bootstrap.state, secret }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response?.ok) return null;
  const answer = (await response.json()) as { sessionId?: string; token?: string; page?: string };
  if (!answer.sessionId || !answer.token || !isPageName(answer.page)) return null;
  return { id: answer.sessionId, page: answer.page, token: answer.token };
}
