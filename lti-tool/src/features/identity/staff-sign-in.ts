import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import { institutionIdSchema, sessionIdSchema, type InstitutionId, type SessionId } from '../../domain/ids.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../domain/session-limits.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { identityErrors } from './identity-errors.ts';
import { sessionSecrets } from './session-secret.ts';
import { insertStaffSession } from './session-store.ts';
import { staffAccess } from './staff-access.ts';
import type { Staff, StaffRole } from './staff.ts';

const fail = errorsOf(identityErrors);

/** What the answer of the identity provider is compared with: state and nonce, and the verifier of PKCE (RFC 7636). */
const checksSchema = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string() });
type SignInChecks = z.infer<typeof checksSchema>;

/** The organization's OpenID Connect provider. */
export interface IdentityProvider {
  /** Begins a sign-in. @throws when the provider cannot be reached */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly checks: SignInChecks }>;
  /** Ends it: the claims of the id_token, verified. @throws when the answer does not hold */
  finish(callbackUrl: URL, checks: SignInChecks): Promise<unknown>;
}

export interface StaffDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Undefined where staff sign-in is not set up. */
  readonly provider: IdentityProvider | undefined;
  /** Keeps the checks unreadable while the browser holds them. */
  readonly sealer: { seal(plain: string, context: string): string; open(sealed: string, context: string): string };
  readonly publicUrl: string;
}

export const SIGN_IN_SECONDS = 600;
const SEAL_CONTEXT = 'staff-sign-in';
const sealedSchema = z.object({ ...checksSchema.shape, until: z.number() });

/**
 * Begins a sign-in.
 * @returns where the browser goes, and what it keeps for ten minutes
 * @throws STAFF_SIGN_IN_OFF, STAFF_SIGN_IN_UNAVAILABLE
 */
export async function beginStaffSignIn(deps: StaffDeps): Promise<{ readonly url: string; readonly kept: string }> {
  const provider = requireProvider(deps);
  const { url, checks } = await provider.begin(new URL('/staff/callback', deps.publicUrl).href).catch((cause: unknown) => {
    throw fail('STAFF_SIGN_IN_UNAVAILABLE', { detail: String(cause), cause });
  });
  const until = deps.clock.now().getTime() + SIGN_IN_SECONDS * 1000;
  return { url, kept: deps.sealer.seal(JSON.stringify({ ...checks, until }), SEAL_CONTEXT) };
}

export interface StaffSignedIn {
  readonly sessionId: SessionId;
  readonly secret: string;
  /** The page of the first role the provider names. */
  readonly page: StaffRole;
}

/**
 * Ends a sign-in and opens the session.
 * @param kept what the browser was given at the beginning
 * @param browserLanguage what the browser asks for: the language of whom the provider says none of ours
 * @throws STAFF_SIGN_IN_OFF, STAFF_SIGN_IN_FAILED, STAFF_WITHOUT_ROLE, STAFF_INSTITUTION_UNKNOWN
 */
export async function finishStaffSignIn(deps: StaffDeps, callbackUrl: URL, kept: string | undefined, browserLanguage: Staff['language']): Promise<StaffSignedIn> {
  const provider = requireProvider(deps);
  const checks = openChecks(deps, kept);
  const claims = await provider.finish(callbackUrl, checks).catch((cause: unknown) => {
    throw fail('STAFF_SIGN_IN_FAILED', { detail: String(cause), cause });
  });
  const access = staffAccess(claims);
  if (access.kind === 'refused') throw fail(access.code, { detail: access.detail });
  const institutionId = access.institutionSlug === null ? null : await institutionWith(deps.sql, access.institutionSlug);
  const sessionId = sessionIdSchema.parse(deps.ids.next());
  const { secret, hash } = sessionSecrets.make();
  const now = deps.clock.now();
  await insertStaffSession(deps.sql, { id: sessionId, secretHash: hash, staff: { ...access.staff, language: access.staff.language ?? browserLanguage }, institutionId, now, expiresAt: new Date(now.getTime() + sessionLimits.firstHours * HOUR_MILLISECONDS) });
  return { sessionId, secret, page: access.staff.roles[0] };
}

function requireProvider({ provider }: StaffDeps): IdentityProvider {
  if (provider === undefined) throw fail('STAFF_SIGN_IN_OFF');
  return provider;
}

function openChecks({ sealer, clock }: StaffDeps, kept: string | undefined): SignInChecks {
  if (kept === undefined) throw fail('STAFF_SIGN_IN_FAILED', { detail: 'this browser began no sign-in' });
  const { until, ...checks } = parseKept(sealer, kept);
  if (until <= clock.now().getTime()) throw fail('STAFF_SIGN_IN_FAILED', { detail: 'the sign-in took too long' });
  return checks;
}

function parseKept(sealer: StaffDeps['sealer'], kept: string): z.infer<typeof sealedSchema> {
  try {
    return sealedSchema.parse(JSON.parse(sealer.open(kept, SEAL_CONTEXT)));
  } catch (cause) {
    throw fail('STAFF_SIGN_IN_FAILED', { detail: 'what the browser kept does not open', cause });
  }
}

async function institutionWith(sql: Sql, slug: string): Promise<InstitutionId> {
  const row = await maybeOne<{ id: string }>(sql, 'select id from institution where slug = $1', [slug]);
  if (row === undefined) throw fail('STAFF_INSTITUTION_UNKNOWN', { detail: slug });
  return institutionIdSchema.parse(row.id);
}
