import type { Agent } from 'node:http';
import { cookiesOf, request, type Answer } from '../measure/http-client.ts';
import { LAB_PAGE, VIEWER } from '../world/lab-page.ts';
import { clientIdOf } from './platform.ts';
import type { ContenderName } from './contenders.ts';
import type { Reach } from './rounds.ts';

export interface Launching {
  readonly agent: Agent;
  /** The tool's. */
  readonly url: string;
  readonly issuer: string;
  readonly reach: Reach;
  /** Which learner it is. */
  readonly number: number;
  readonly sign: (nonce: string, number: number, targetLinkUri: string) => string;
}

interface Routes {
  readonly login: string;
  readonly launch: string;
  readonly target: string;
}

/** Launches once, as a browser does. @throws Error when the tool does not answer as it should */
export const browsers: Readonly<Record<ContenderName, (launching: Launching) => Promise<void>>> = {
  async cloudclass(launching) {
    const posted = await launch(launching, 'cloudclass', { login: '/lti/login', launch: '/lti/launch', target: '/lti/launch' });
    if (launching.reach === 'post') return;
    const session = /^\/s\/([^/]+)\//.exec(posted.headers.location ?? '')?.[1] ?? '';
    const headers = { cookie: cookiesOf(posted), 'x-cloudclass-session': session, 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };
    await ask(launching, headers, VIEWER);
    if (launching.reach === 'everything') await ask(launching, headers, LAB_PAGE);
  },
  stock: (launching) => withPage(launching, 'stock', { login: '/login', launch: '/', target: '/' }),
  bare: (launching) => withPage(launching, 'bare', { login: '/login', launch: '/launch', target: '/launch' }),
};

async function withPage(launching: Launching, tool: ContenderName, routes: Routes): Promise<void> {
  const posted = await launch(launching, tool, routes);
  if (launching.reach === 'post') return;
  const { agent, url } = launching;
  expectStatus(await request(agent, new URL(posted.headers.location ?? '', url).href, { headers: { cookie: cookiesOf(posted) } }), 200);
}

/** Login initiation, then the id_token by POST. */
async function launch({ agent, url, issuer, number, sign }: Launching, tool: ContenderName, routes: Routes): Promise<Answer> {
  const target = `${url}${routes.target}`;
  const query = new URLSearchParams({ iss: issuer, client_id: clientIdOf(tool), login_hint: String(number), target_link_uri: target, lti_message_hint: '{"cmid":3}' });
  const begun = expectStatus(await request(agent, `${url}${routes.login}?${query}`), 302);
  const authorization = new URL(begun.headers.location ?? '');
  const [state, nonce] = [authorization.searchParams.get('state') ?? '', authorization.searchParams.get('nonce') ?? ''];
  const form = new URLSearchParams({ state, id_token: sign(nonce, number, target) }).toString();
  return expectStatus(await request(agent, `${url}${routes.launch}`, { method: 'POST', body: form, headers: { cookie: cookiesOf(begun), 'content-type': 'application/x-www-form-urlencoded' } }), 302, 303);
}

async function ask({ agent, url }: Launching, headers: Readonly<Record<string, string>>, query: string): Promise<void> {
  const answer = expectStatus(await request(agent, `${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) }), 200);
  if (answer.text.includes('"errors"')) throw new Error(`the page was refused: ${answer.text.slice(0, 500)}`);
}

function expectStatus(answer: Answer, ...expected: readonly number[]): Answer {
  if (!expected.includes(answer.status)) throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer;
}
