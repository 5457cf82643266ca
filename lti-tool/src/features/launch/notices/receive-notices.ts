import type { Clock, Ids } from '../../../ports/clock.ts';
import { errorsOf } from '../../../errors.ts';
import type { Sql } from '../../../ports/sql.ts';
import { firstRejection, isText, shown } from '../checks/check.ts';
import { noticeChecks } from '../checks/protocol.ts';
import type { RawClaims } from '../claims.ts';
import type { PlatformDirectory } from '../platform-directory.ts';
import { deploymentIn, type Registration } from '../registration.ts';
import { refuse, registrationNamedBy, unverifiedPayload, verifiedClaims, type PlatformKeys } from '../validate-launch.ts';
import { noticeErrors } from './notice-errors.ts';
import { keepContextCopy, keepNotice } from './notice-store.ts';
import { readNotice, type Notice } from './notice.ts';

const fail = errorsOf(noticeErrors);

export interface NoticeDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly directory: PlatformDirectory;
  readonly keys: PlatformKeys;
}

/**
 * Takes one notice: signed by the platform it names, for this tool and a deployment of it, in time. One that comes again,
 * or at once in two processes, takes effect once, by the id the platform gave it.
 * @returns whether it was new
 * @throws NOTICE_MALFORMED, NOTICE_PLATFORM_UNKNOWN, and the errors of a launch's checks
 */
export async function receiveNotice(deps: NoticeDeps, jwt: string): Promise<'taken' | 'known'> {
  const { notice, registration } = await verifiedNotice(deps, jwt);
  const found = deploymentIn([registration], notice.deploymentId);
  if (found === undefined) throw fail('NOTICE_PLATFORM_UNKNOWN', { detail: `deployment ${notice.deploymentId}` });
  const place = { institutionId: found.institutionId, platformId: registration.platformId, deploymentId: notice.deploymentId };
  const now = deps.clock.now();
  return deps.sql.transaction(async (tx) => {
    if (!(await keepNotice(tx, place, notice, now))) return 'known';
    if (notice.event.kind === 'context-copied') await keepContextCopy(tx, place, { ...notice.event, newCourseId: deps.ids.next() }, now);
    return 'taken';
  });
}

async function verifiedNotice(deps: NoticeDeps, jwt: string): Promise<{ notice: Notice; registration: Registration }> {
  const said = unverifiedPayload(jwt);
  const registrations = await registrationsFor(deps, said);
  const named = registrationNamedBy(said, registrations);
  if (named === undefined) throw fail('NOTICE_PLATFORM_UNKNOWN', { detail: `iss ${shown(said['iss'])}` });
  const claims = await verifiedClaims(deps.keys, jwt, named);
  refuse(firstRejection(noticeChecks, { claims, registration: named, nowSeconds: deps.clock.now().getTime() / 1000 }));
  const read = readNotice(claims);
  if ('problem' in read) throw fail('NOTICE_MALFORMED', { detail: read.problem });
  return { notice: read.notice, registration: named };
}

/** The registrations a notice may belong to: of its issuer, and of one client id it is for. With several audiences `azp` says which. */
async function registrationsFor({ directory }: NoticeDeps, { iss, aud, azp }: RawClaims): Promise<readonly Registration[]> {
  const audiences = [aud].flat().filter(isText);
  const clientId = isText(azp) ? azp : audiences[0];
  const ambiguous = audiences.length > 1 && !isText(azp);
  if (!isText(iss) || clientId === undefined || ambiguous || !audiences.includes(clientId)) throw fail('NOTICE_MALFORMED', { detail: `iss ${shown(iss)}, aud ${shown(aud)}, azp ${shown(azp)}` });
  return directory.find(iss, clientId);
}
