import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { errors, type Provider } from 'oidc-provider';
import { errorPage, signInPage } from './pages.ts';
import { staffMember } from './people.ts';

/** Shows the people to choose from (GET) and signs the chosen one in (POST). The interaction is found by its cookie. */
export async function handleSignIn(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const interaction = await provider.interactionDetails(req, res);
    if (req.method !== 'POST') return sendPage(res, 200, signInPage(interaction.uid));
    const person = staffMember(new URLSearchParams(await text(req)).get('person') ?? '');
    if (person === undefined) return sendPage(res, 400, signInPage(interaction.uid));
    await provider.interactionFinished(req, res, { login: { accountId: person.id } });
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    sendPage(res, 400, errorPage(error.error, error.error_description));
  }
}

function sendPage(res: ServerResponse, status: number, markup: string): void {
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(markup);
}
