import { timingSafeEqual } from 'node:crypto';
import { opaqueToken } from '../ids.ts';

/** A browser that is signed in to the console with the credentials of a session. */
export interface ConsoleSession {
  readonly accessKeyId: string;
  readonly sessionToken: string;
  /** Must come back with every form. */
  readonly formToken: string;
  region: string;
}

interface SigninToken {
  readonly accessKeyId: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

/** Sign-in tokens live 15 minutes. IAM User Guide, "Enabling custom identity broker access to the AWS console". */
const SIGNIN_TOKEN_MS = 15 * 60_000;
const COOKIE = 'local-aws-console';
const FIRST_REGION = 'us-east-1';

/** Who is signed in to the console; kept in memory, so a restart signs everybody out. */
export class ConsoleSessions {
  readonly #tokens = new Map<string, SigninToken>();
  readonly #sessions = new Map<string, ConsoleSession>();

  /** A token that signs in once, within 15 minutes. */
  issueToken(accessKeyId: string, sessionToken: string, now: Date): string {
    for (const [known, { expiresAt }] of this.#tokens) if (expiresAt < now.getTime()) this.#tokens.delete(known);
    const token = opaqueToken();
    this.#tokens.set(token, { accessKeyId, sessionToken, expiresAt: now.getTime() + SIGNIN_TOKEN_MS });
    return token;
  }

  /** Takes a sign-in token and answers with the cookie of the new session, or null when the token is spent or too old. */
  signIn(token: string, now: Date): string | null {
    const found = this.#tokens.get(token);
    this.#tokens.delete(token);
    if (!found || found.expiresAt < now.getTime()) return null;
    const id = opaqueToken();
    const { accessKeyId, sessionToken } = found;
    this.#sessions.set(id, { accessKeyId, sessionToken, formToken: opaqueToken(24), region: FIRST_REGION });
    return `${COOKIE}=${id}; Path=/console; HttpOnly; SameSite=Lax`;
  }

  /** The session of a Cookie header, or undefined. */
  find(cookies: string | undefined): ConsoleSession | undefined {
    const own = (cookies ?? '').split(';').map((one) => one.trim()).find((one) => one.startsWith(`${COOKIE}=`));
    return own === undefined ? undefined : this.#sessions.get(own.slice(COOKIE.length + 1));
  }
}

/** Whether a form came from a page of this session. */
export function isOwnForm(session: ConsoleSession, token: string): boolean {
  const [expected, given] = [Buffer.from(session.formToken), Buffer.from(token)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
