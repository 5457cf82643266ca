import { z } from 'zod';
import type { Person } from '../course/people.ts';
import type { Quirks } from '../quirks/quirks.ts';
import type { PendingLaunch } from './pending-launches.ts';
import type { Tool } from './tools.ts';

const text = z.string().optional();

/** Parameters of the authorization request, as a tool may send or forget them. */
export const authorizationRequestSchema = z.object({
  client_id: text,
  redirect_uri: text,
  scope: text,
  response_type: text,
  response_mode: text,
  prompt: text,
  nonce: text,
  state: text,
  login_hint: text,
  lti_message_hint: text,
  /** Set by this platform when it has the browser send the request again from its own site. */
  repost: text,
});
export type AuthorizationRequest = z.infer<typeof authorizationRequestSchema>;

export type AuthorizationFacts = {
  readonly request: AuthorizationRequest;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly quirks: Quirks;
  readonly signedIn: Person | undefined;
  /** The launch behind `lti_message_hint`. */
  readonly launch: PendingLaunch | undefined;
};

export type AuthorizationDecision =
  | { readonly status: 'granted'; readonly launch: PendingLaunch; readonly redirectUri: string; readonly nonce: string }
  /** Told to the tool by a form POST. */
  | { readonly status: 'refused'; readonly redirectUri: string; readonly error: string; readonly description: string }
  /** Told to the person: there is no address that may be trusted with an answer. */
  | { readonly status: 'unanswerable'; readonly reason: string }
  /** The browser withheld the session cookie because the request came from the tool's site. */
  | { readonly status: 'repost' };

type Check = { readonly fails: (facts: AuthorizationFacts) => boolean; readonly error: string; readonly description: string };

const toolOf = ({ request, tools }: AuthorizationFacts): Tool | undefined => tools.get(request.client_id ?? '');

/** Whether an answer may be posted there; a lenient platform looks at the origin only. */
function ownsRedirect(tool: Tool | undefined, { request: { redirect_uri: uri }, quirks }: AuthorizationFacts): boolean {
  if (tool === undefined || uri === undefined) return false;
  return quirks.has('redirect-uri-exact') ? uri === tool.launchUri : URL.canParse(uri) && new URL(uri).origin === tool.origin;
}

/** The request itself: OpenID Connect Core section 3.2.2 as narrowed by the 1EdTech Security Framework section 5.1.1.2. */
const requestChecks: readonly Check[] = [
  {
    fails: (facts) => !ownsRedirect(toolOf(facts), facts),
    error: 'unauthorized_client',
    description: 'client_id is unknown or does not own redirect_uri',
  },
  { fails: ({ request }) => request.response_type !== 'id_token', error: 'unsupported_response_type', description: 'response_type has to be id_token' },
  { fails: ({ request }) => request.response_mode !== 'form_post', error: 'invalid_request', description: 'response_mode has to be form_post' },
  { fails: ({ request, quirks }) => !(quirks.has('authorization-strict') ? [request.scope] : (request.scope ?? '').split(' ')).includes('openid'), error: 'invalid_scope', description: 'scope has to be openid' },
  { fails: ({ request, quirks }) => quirks.has('authorization-strict') && request.prompt !== undefined && request.prompt !== 'none', error: 'invalid_request', description: 'prompt has to be none' },
  { fails: ({ request }) => !request.nonce, error: 'invalid_request', description: 'nonce is missing' },
  { fails: ({ request }) => !request.lti_message_hint, error: 'invalid_request', description: 'lti_message_hint is missing' },
];

/** The person in front of the browser, once the session cookie had its chance to arrive. */
const personChecks: readonly Check[] = [
  { fails: ({ signedIn }) => signedIn === undefined, error: 'login_required', description: 'nobody is signed in' },
  { fails: ({ request, signedIn }) => request.login_hint !== signedIn?.id, error: 'access_denied', description: 'login_hint is not the person signed in' },
];

const launchChecks: readonly Check[] = [
  { fails: ({ launch }) => launch === undefined, error: 'invalid_request', description: 'lti_message_hint is unknown, used or expired' },
  {
    fails: (facts) => facts.launch?.person.id !== facts.signedIn?.id || facts.launch?.tool.clientId !== toolOf(facts)?.clientId,
    error: 'access_denied',
    description: 'lti_message_hint belongs to another launch',
  },
];

/** Judges an authorization request. Pure. */
export function decideAuthorization(facts: AuthorizationFacts): AuthorizationDecision {
  const { request, signedIn, launch, tools } = facts;
  const redirectUri = request.redirect_uri;
  if (redirectUri === undefined || ![...tools.values()].some((tool) => ownsRedirect(tool, facts))) return { status: 'unanswerable', reason: 'redirect_uri is not registered' };
  const needsCookie = signedIn === undefined && request.repost === undefined;
  const checks = needsCookie ? requestChecks : [...requestChecks, ...personChecks, ...launchChecks];
  const failed = checks.find((check) => check.fails(facts));
  if (failed !== undefined) return { status: 'refused', redirectUri, error: failed.error, description: failed.description };
  if (needsCookie) return { status: 'repost' };
  if (launch === undefined || request.nonce === undefined) throw new Error('The checks above establish the launch and the nonce');
  return { status: 'granted', launch, redirectUri, nonce: request.nonce };
}
