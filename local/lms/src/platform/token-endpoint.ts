import { decodeJwt } from 'jose';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { accessTokenLifetimeS } from '../services/access-grant.ts';
import { grantableScopes, scope as serviceScope } from '../services/scopes.ts';
import { keysWereUnread } from './tool-keys.ts';
import type { Tool } from './tools.ts';

/** RFC 6749 section 4.4 with the client assertion of RFC 7523 section 2.2. */
const tokenRequestSchema = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().min(1),
  scope: z.string().min(1),
});

type Needs = Pick<LmsContext, 'quirks' | 'tools' | 'toolKeys' | 'urls' | 'grants' | 'usedIds' | 'newId'>;

/** Issues access tokens to tools. Scopes that cannot be granted are left out, as Moodle does; with none left the request fails. */
export const tokenEndpoint = (context: Needs): RequestHandler => async (req, res) => {
  res.set('Cache-Control', 'no-store');
  const request = tokenRequestSchema.safeParse(req.body);
  if (context.quirks.has('token-typed-as-html')) res.type('html');
  if (!request.success) return sendError(res, 400, 'invalid_request', z.prettifyError(request.error));
  const client = await authenticate(context, request.data.client_assertion);
  if (client.status === 'unread' && context.quirks.has('unread-keys-are-a-page')) return void res.status(404).type('html').send('<!DOCTYPE html>\n\n<html>\n<head>\n    <title>Error | Haneul</title>\n</head></html>');
  if (client.status !== 'authenticated') return sendRefusal(context, res, client.reason);
  const { asked, granted } = grantedOf(context, request.data.scope);
  const dropped = granted.length < asked.length && !context.quirks.has('scopes-silently-dropped');
  if (granted.length === 0 || dropped) return sendError(res, 400, 'invalid_scope', `This platform grants ${grantableScopes.join(' ')}`);
  const token = context.newId();
  context.grants.set(token, { tool: client.tool, scopes: granted });
  res.json({ access_token: token, token_type: 'Bearer', expires_in: accessTokenLifetimeS, scope: granted.join(' ') });
};

type Authentication = { readonly status: 'authenticated'; readonly tool: Tool } | { readonly status: 'refused' | 'unread'; readonly reason: string };

/** Checks the assertion: signed by the tool's published key, meant for this endpoint, unexpired, and never seen before. */
async function authenticate(context: Needs, assertion: string): Promise<Authentication> {
  try {
    const tool = context.tools.get(decodeJwt(assertion).iss ?? '');
    if (tool === undefined) return { status: 'refused', reason: 'iss is not a registered client_id' };
    const payload = await context.toolKeys.verify(assertion, tool, { audience: audiencesFor(context, assertion), requiredClaims: ['sub', 'iat', 'exp', 'jti'] });
    if (payload.sub !== tool.clientId) return { status: 'refused', reason: 'sub has to be the client_id' };
    const usedId = `${tool.clientId} ${payload.jti}`;
    if (context.usedIds.get(usedId)) return { status: 'refused', reason: 'jti has been used' };
    context.usedIds.set(usedId, true);
    return { status: 'authenticated', tool };
  } catch (error) {
    return { status: keysWereUnread(error) ? 'unread' : 'refused', reason: error instanceof Error ? error.message : 'the client assertion cannot be read' };
  }
}

/** What an assertion may be addressed to. */
function audiencesFor({ quirks, urls }: Needs, assertion: string): string[] {
  if (quirks.has('token-audience-any')) return [decodeJwt(assertion).aud ?? []].flat();
  if (urls.ownAudience !== undefined) return [urls.ownAudience];
  return quirks.has('token-audience-exact') ? [urls.token] : [urls.token, urls.issuer];
}

function grantedOf({ quirks }: Needs, scope: string): { asked: readonly string[]; granted: readonly string[] } {
  const asked = scope.split(' ');
  const withheld: readonly string[] = [...(quirks.has('score-scope-withheld') ? [serviceScope.score] : []), ...(quirks.has('line-item-scope-withheld') ? [serviceScope.lineItem] : [])];
  return { asked, granted: asked.filter((name) => grantableScopes.includes(name) && !withheld.includes(name)) };
}

/** Moodle and Canvas do not say 401; Canvas calls a wrong audience an invalid request. */
function sendRefusal({ quirks }: Needs, res: Response, reason: string): void {
  if (!quirks.has('token-refusal-is-400')) return sendError(res, 401, 'invalid_client', reason);
  sendError(res, 400, quirks.has('token-audience-exact') ? 'invalid_request' : 'invalid_client', reason);
}

function sendError(res: Response, status: 400 | 401, error: string, description: string): void {
  res.status(status).json({ error, error_description: description });
}
