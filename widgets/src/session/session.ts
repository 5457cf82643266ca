/** The pages a session may stand on; the last part of `/s/<session>/<page>`. */
const pageNames = ['lab', 'observe', 'class', 'insight', 'choose', 'manager', 'sales', 'operator'] as const;
export type PageName = (typeof pageNames)[number];

/** What the page knows of its session. The secret is the browser's: a cookie, or the token in memory. */
export interface Session {
  /** Public: it stands in the address. */
  readonly id: string;
  readonly page: PageName;
  /** Set when the browser keeps no cookie of ours; never stored, never put in an address. */
  readonly token: string | null;
}

/** Why there is no session, for the page that says so. */
export type SessionProblem = 'no-session' | 'sign-in' | 'storage-unavailable' | 'verify-refused';

export function isPageName(value: string | undefined): value is PageName {
  return pageNames.some((name) => name === value);
}

/**
 * Reads the session from a page's path.
 * @returns null when the path is not `/s/<session>/<page>`
 */
export function sessionFromPath(pathname: string): Session | null {
  const [, root, id, page] = pathname.split('/');
  if (root !== 's' || !id || !isPageName(page)) return null;
  return { id, page, token: null };
}

/** Where staff begin their sign-in; learners and instructors come from their course. */
export const staffSignInPath = '/staff/sign-in';

const staffPages: ReadonlySet<PageName> = new Set(['manager', 'sales', 'operator']);

/** What to tell a person whose session is gone: staff sign in again, the others come from their course. */
export function problemWithout(page: PageName): SessionProblem {
  return staffPages.has(page) ? 'sign-in' : 'no-session';
}

export function pagePath(session: Pick<Session, 'id'>, page: PageName): string {
  return `/s/${session.id}/${page}`;
}

/** Headers that say whose call it is. */
export function sessionHeaders(session: Session): Record<string, string> {
  return {
    'x-cloudclass-session': session.id,
    ...(session.token === null ? {} : { authorization: `Bearer ${session.token}` }),
  };
}
