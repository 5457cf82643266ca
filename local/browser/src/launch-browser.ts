/** A page as the stand-in browser sees it. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

export interface BrowserOptions {
  /** A browser that keeps no cookie of this host inside another site's frame. */
  readonly blocks?: string;
  readonly language?: string;
}

/**
 * A browser without a window: cookies by host, redirects and self-posting forms are followed; a page that stores the
 * browser secret with the platform is obeyed, and the secret kept in `storage`.
 */
export class LaunchBrowser {
  readonly storage = new Map<string, string>();
  readonly cookies = new Map<string, string>();
  /** Hears of every request before it is sent. */
  onRequest: (url: string, init: RequestInit, cookie: string) => void = () => {};
  readonly #options: BrowserOptions;

  constructor(options: BrowserOptions = {}) {
    this.#options = options;
  }

  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const page = await this.request(url, init);
    const location = page.headers.get('location');
    if (location !== null) return new URL(location, url).pathname.startsWith('/s/') ? page : this.open(new URL(location, url).href);
    if (page.text.includes('/assets/submit-form.js')) return this.#submit(page);
    if (page.text.startsWith('{"kind":"store"')) return this.#store(JSON.parse(page.text));
    return page;
  }

  post(url: string, fields: Record<string, string>): Promise<Page> {
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** One request with this browser's cookies; nothing is followed. */
  async request(url: string, init: RequestInit = {}): Promise<Page> {
    const host = new URL(url).hostname;
    const cookie = [...this.cookies].filter(([key]) => key.startsWith(`${host} `)).map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; ');
    this.onRequest(url, init, cookie);
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, 'accept-language': this.#options.language ?? 'en', ...init.headers } });
    if (host !== this.#options.blocks) for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return { status: response.status, url, text: await response.text(), headers: response.headers };
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const key = `${host} ${pair.slice(0, at)}`;
    if (attributes.includes('Max-Age=0')) this.cookies.delete(key);
    else this.cookies.set(key, pair.slice(at + 1));
  }

  #store({ key, value, continueUrl }: { key: string; value: string; continueUrl: string }): Promise<Page> {
    this.storage.set(key, value);
    return this.open(continueUrl);
  }

  #submit(page: Page): Promise<Page> {
    const action = unescaped(/<form method="post" action="([^"]+)"/.exec(page.text)?.[1] ?? '');
    const inputs = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return this.post(action, Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)])));
  }
}
