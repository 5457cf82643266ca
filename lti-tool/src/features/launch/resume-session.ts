import { z } from 'zod';
import { errorsOf, fail as failGeneral } from '../../errors.ts';
import { sessionIdSchema, type SessionId } from '../../domain/ids.ts';
import { launchFactsSchema } from '../../domain/launch-facts.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../domain/session-limits.ts';
import { maybeOne } from '../../ports/sql.ts';
import { launchErrors } from './launch-errors.ts';
import { readResumption, secretMatches, signResumption } from './launch-state.ts';
import type { OpenDeps } from './open-launch.ts';
import type { PlatformAddresses } from './registration.ts';

const fail = errorsOf(launchErrors);

const rowSchema = z.object({ launch: z.unknown(), resumes: z.boolean(), issuer: z.string().nullable(), authorization_url: z.string().nullable() });

/** What a page needs to get its session back from the platform's storage. */
export interface Resumption {
  readonly ticket: string;
  readonly storageKey: string;
  readonly storageTarget: string;
  readonly platformOrigin: string;
}

/** What is known of a session by its address alone, which is no secret. */
export interface PageSession {
  /** Whose pages show it; undefined for a session of staff, who come by their own sign-in. */
  readonly platform: PlatformAddresses | undefined;
  /**
   * For a page that was loaded anew in a frame whose browser keeps no cookie. The secret of its launch is still kept by the platform, so it may prove
   * itself once more; undefined when the session has ended, or began by a cookie.
   */
  readonly resumption: Resumption | undefined;
}

/**
 * The session that a page's address names.
 * @param page name of the page that is loaded, to come back to it
 * @returns undefined when there is none
 */
export async function pageSession(deps: OpenDeps, sessionId: string, page: string): Promise<PageSession | undefined> {
  const id = sessionIdSchema.safeParse(sessionId);
  if (!id.success) return undefined;
  const row = await maybeOne(
    deps.sql,
    `select s.launch, p.issuer, p.authorization_url,
            coalesce(s.bound_at is not null and s.launch -> 'storage' is not null and s.expires_at > $2 and s.seen_at > $3, false) as resumes
     from session s left join platform p on p.id = s.platform_id where s.id = $1`,
    [id.data, deps.clock.now(), idleSince(deps)],
  );
  if (row === undefined) return undefined;
  const { issuer, authorization_url: authorizationUrl, resumes, launch } = rowSchema.parse(row);
  if (issuer === null || authorizationUrl === null) return { platform: undefined, resumption: undefined };
  const { storage } = resumes ? launchFactsSchema.parse(launch) : { storage: undefined };
  if (storage === undefined) return { platform: { issuer, authorizationUrl }, resumption: undefined };
  const ticket = await signResumption(deps, { sessionId: id.data, secretHash: storage.secretHash, page });
  return { platform: { issuer, authorizationUrl }, resumption: { ticket, storageKey: storage.key, storageTarget: storage.target, platformOrigin: new URL(authorizationUrl).origin } };
}

/**
 * The browser shows the secret of its launch again and gets a new token; the one it had is worth nothing from then on.
 * @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED, LAUNCH_BROWSER_MISMATCH, NOT_SIGNED_IN when the session has ended
 */
export async function resumeSession(deps: OpenDeps, proof: { readonly ticket: string; readonly secret: string }): Promise<{ readonly sessionId: SessionId; readonly secret: string; readonly page: string }> {
  const { sessionId, secretHash, page } = await readResumption(deps, proof.ticket);
  if (!secretMatches(proof.secret, secretHash)) throw fail('LAUNCH_BROWSER_MISMATCH', { detail: 'the secret is another' });
  const { secret, hash } = deps.secrets.make();
  const renewed = await maybeOne(
    deps.sql,
    'update session set secret_hash = $2, seen_at = $3 where id = $1 and bound_at is not null and expires_at > $3 and seen_at > $4 returning id',
    [sessionId, hash, deps.clock.now(), idleSince(deps)],
  );
  if (renewed === undefined) throw failGeneral('NOT_SIGNED_IN', { detail: 'the session has ended' });
  return { sessionId, secret, page };
}

const idleSince = ({ clock }: OpenDeps): Date => new Date(clock.now().getTime() - sessionLimits.idleHours * HOUR_MILLISECONDS);
