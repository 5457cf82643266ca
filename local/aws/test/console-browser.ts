import type { Keys } from './clients.ts';

/** A browser without scripts: keeps its cookie, follows no redirect by itself. */
export class Browser {
  readonly #origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async get(path: string): Promise<Response> {
    const response = await fetch(new URL(path, this.#origin), { headers: { cookie: this.#cookie }, redirect: 'manual' });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return response;
  }

  async submit(page: string, action: string, fields: Record<string, string>): Promise<Response> {
    const markup = await (await this.get(page)).text();
    const formToken = /name="formToken" value="([^"]+)"/.exec(markup)?.[1] ?? '';
    return this.post(action, { formToken, ...fields });
  }

  post(action: string, fields: Record<string, string>): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return fetch(new URL(action, this.#origin), { method: 'POST', body, headers: { cookie: this.#cookie }, redirect: 'manual' });
  }
}

/** A token that signs the holder of the keys in to the console. */
export async function signinToken(url: string, keys: Keys): Promise<string> {
  const session = JSON.stringify({ sessionId: keys.accessKeyId, sessionKey: keys.secretAccessKey, sessionToken: keys.sessionToken });
  const response = await fetch(`${url}/federation?Action=getSigninToken&Session=${encodeURIComponent(session)}`);
  const { SigninToken } = await response.json() as { SigninToken: string };
  return SigninToken;
}
