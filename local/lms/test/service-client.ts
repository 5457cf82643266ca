import { mediaType } from '../src/services/media-types.ts';
import { grantableScopes } from '../src/services/scopes.ts';
import type { Campus } from './campus.ts';

type Sent = { method?: string; body?: unknown; type?: string; accept?: string; token?: string };

/** Calls the services of course 101 as the fake tool does, with every scope unless a token is given. */
export class ServiceClient {
  readonly #campus: Campus;
  #token: string | undefined;

  constructor(campus: Campus) {
    this.#campus = campus;
  }

  async call(pathOrUrl: string, sent: Sent = {}): Promise<Response> {
    const token = sent.token ?? (this.#token ??= await this.#campus.tool.accessToken(grantableScopes.join(' ')));
    const headers = {
      authorization: `Bearer ${token}`,
      ...(sent.type === undefined ? {} : { 'content-type': sent.type }),
      ...(sent.accept === undefined ? {} : { accept: sent.accept }),
    };
    const url = new URL(pathOrUrl, `${this.#campus.lms.url}/services/courses/101/`);
    return fetch(url, { method: sent.method ?? 'GET', headers, ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }) });
  }

  createLineItem(body: unknown): Promise<Response> {
    return this.call('lineitems', { method: 'POST', type: mediaType.lineItem, body });
  }

  postScore(score: object, lineItemId = '1'): Promise<Response> {
    const body = { activityProgress: 'Completed', gradingProgress: 'FullyGraded', scoreMaximum: 10, ...score };
    return this.call(`lineitems/${lineItemId}/lineitem/scores?deployment=1`, { method: 'POST', type: mediaType.score, body });
  }
}

/** The address behind `rel="next"`, or undefined on the last page. */
const nextPage = (response: Response): string | undefined => /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];

/** Follows a list to its end, page by page. */
export async function allPages<T>(client: ServiceClient, first: string, read: (body: unknown) => T[]): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let pages = 0;
  for (let address: string | undefined = first; address !== undefined; pages += 1) {
    const response = await client.call(address);
    items.push(...read(await response.json()));
    address = nextPage(response);
  }
  return { items, pages };
}
