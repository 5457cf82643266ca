import { SESSION_HEADER } from '../../src/features/identity/session.ts';
import { LaunchBrowser, type Page } from '@cloudclass/local-browser/launch-browser';

/** A session as a page holds it: its id in a header, its secret in a cookie. */
export interface BrowserSession {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The session that a sign-in or launch has ended on. @throws Error when it led to another page */
export function sessionOn(browser: LaunchBrowser, page: Page): BrowserSession {
  const id = /\/s\/([\w-]{36})\//.exec(page.headers.get('location') ?? '')?.[1];
  if (id === undefined) throw new Error(`no session: ${page.status} ${page.text.slice(0, 300)}`);
  return { id, headers: { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${browser.cookies.get(`127.0.0.1 cc_s_${id}`)}` } };
}

/** Opens the lab's activity, or the choice of one, as a person of an LMS. */
export async function launchAs(lmsUrl: string, person: string, activity = 'activities/s3-static-site'): Promise<BrowserSession> {
  const browser = new LaunchBrowser();
  await browser.post(`${lmsUrl}/sign-in`, { person, back: '/dashboard' });
  return sessionOn(browser, await browser.open(`${lmsUrl}/courses/101/${activity}/launch?target=iframe`));
}

/** Signs in at the identity provider. */
export async function signInAs(toolUrl: string, person: string): Promise<BrowserSession> {
  const browser = new LaunchBrowser();
  const asked = await browser.open(`${toolUrl}/staff/sign-in`);
  return sessionOn(browser, await browser.post(asked.url, { person }));
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Asks the API as a page does; a subscription is closed after its first answer. */
export async function ask(toolUrl: string, session: BrowserSession | undefined, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const live = query.startsWith('subscription');
  const closing = new AbortController();
  const response = await fetch(`${toolUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: live ? 'text/event-stream' : 'application/json', ...session?.headers },
    body: JSON.stringify({ query, variables }),
    signal: closing.signal,
  });
  if (!live || !response.headers.get('content-type')?.includes('text/event-stream')) return JSON.parse(await response.text());
  const event = await firstEvent(response);
  closing.abort();
  return JSON.parse(event);
}

async function firstEvent(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const data = /^data: (.+)$/m.exec(text)?.[1];
    if (data !== undefined && text.includes('\n\n')) return data;
  }
  throw new Error(`no event came: ${text}`);
}

/** @throws Error with what was refused */
export async function mustAsk(toolUrl: string, session: BrowserSession, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await ask(toolUrl, session, query, variables);
  if (errors !== undefined || data === undefined || data === null) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}
