/** A page as the stand-in browser sees it. */
export type Page = { status: number; url: string; text: string };

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

/**
 * A browser without a window: cookies for the LMS only, redirects and self-posting forms are followed. Like a real one
 * it withholds a Lax cookie from a request that another site caused inside a frame.
 */
export class Browser {
  readonly #lms: string;
  #cookies = new Map<string, string>();

  constructor(lms: string) {
    this.#lms = lms;
  }

  async signIn(personId: string): Promise<Page> {
    return this.post('/sign-in', { person: personId, back: '/dashboard' });
  }

  get(path: string): Promise<Page> {
    return this.#request(new URL(path, this.#lms), { method: 'GET' }, this.#lms);
  }

  post(path: string, fields: Record<string, string>): Promise<Page> {
    return this.#request(new URL(path, this.#lms), { method: 'POST', body: new URLSearchParams(fields) }, this.#lms);
  }

  /** Opens a path and goes where its self-posting forms and redirects lead, to the page that waits for a person. */
  async follow(path: string): Promise<Page> {
    let page = await this.get(path);
    for (let steps = 0; page.text.includes('/assets/submit-form.js') && steps < 8; steps += 1) page = await this.#submit(page);
    return page;
  }

  async #submit(page: Page): Promise<Page> {
    const action = unescape(/<form method="post" action="([^"]+)"/.exec(page.text)?.[1] ?? '');
    const inputs = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const fields = inputs.map(([, name = '', value = '']): [string, string] => [name, unescape(value)]);
    return this.#request(new URL(action), { method: 'POST', body: new URLSearchParams(fields) }, new URL(page.url).origin);
  }

  async #request(url: URL, init: RequestInit, initiator: string): Promise<Page> {
    const sameSite = url.hostname === new URL(initiator).hostname;
    const headers = sameSite && url.origin === this.#lms ? { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') } : {};
    const response = await fetch(url, { ...init, headers: { ...headers, 'accept-language': 'en' }, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, url: url.href, text: await response.text() };
    const next = new URL(location, url);
    return this.#request(next, { method: 'GET' }, next.hostname === url.hostname ? initiator : url.origin);
  }

  #keep(cookie: string): void {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
    this.#cookies.set(name, value);
  }
}
