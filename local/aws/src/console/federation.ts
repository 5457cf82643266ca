import { z } from 'zod';
import type { Cloud } from '../dispatch/cloud.ts';
import { checkCredential } from '../identity/authenticate.ts';
import type { WireRequest, WireResponse } from '../server/wire.ts';
import type { ConsoleSessions } from './sessions.ts';

const HOME = '/console';
const sessionParameter = z.object({ sessionId: z.string(), sessionKey: z.string(), sessionToken: z.string() });

function refuse(message: string): WireResponse {
  return { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: message };
}

function readSession(text: string | null): z.output<typeof sessionParameter> | null {
  try {
    return sessionParameter.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

function getSigninToken(cloud: Cloud, sessions: ConsoleSessions, request: WireRequest): WireResponse {
  const session = readSession(request.query.get('Session'));
  if (!session) return refuse('The Session parameter must be JSON with sessionId, sessionKey and sessionToken.');
  const now = cloud.clock.now();
  const found = checkCredential(cloud.state, session.sessionId, session.sessionToken, now);
  if (typeof found === 'string' || found.credential.secret !== session.sessionKey) {
    return refuse('The credentials of the Session parameter are invalid or have expired.');
  }
  const token = sessions.issueToken(session.sessionId, session.sessionToken, now);
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify({ SigninToken: token }) };
}

/** Where to go after signing in: a page of this console, or its home for any address elsewhere. */
function destination(request: WireRequest): string {
  const origin = `http://${request.headers['host'] ?? '127.0.0.1'}`;
  const wanted = request.query.get('Destination') ?? HOME;
  if (!URL.canParse(wanted, origin)) return HOME;
  const url = new URL(wanted, origin);
  const isConsole = url.pathname === HOME || url.pathname.startsWith(`${HOME}/`);
  return url.origin === origin && isConsole ? `${url.pathname}${url.search}` : HOME;
}

function login(cloud: Cloud, sessions: ConsoleSessions, request: WireRequest): WireResponse {
  const cookie = sessions.signIn(request.query.get('SigninToken') ?? '', cloud.clock.now());
  if (cookie === null) return refuse('This sign-in link has been used or is older than 15 minutes. Open the console again from where you came.');
  return { status: 303, headers: { location: destination(request), 'set-cookie': cookie, 'cache-control': 'no-store' }, body: '' };
}

/** The federation endpoint: turns the credentials of a session into a sign-in to the console. */
export function answerFederation(cloud: Cloud, sessions: ConsoleSessions, request: WireRequest): WireResponse {
  switch (request.query.get('Action')) {
    case 'getSigninToken': return getSigninToken(cloud, sessions, request);
    case 'login': return login(cloud, sessions, request);
    default: return refuse('Action must be getSigninToken or login.');
  }
}
