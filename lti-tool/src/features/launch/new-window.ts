import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/clock.ts';
import { fail } from '../../errors.ts';
import { sessionIdSchema, type SessionId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { signTicket, type StateKeys } from './launch-state.ts';

export interface NewWindowDeps extends StateKeys {
  readonly sql: Sql;
  readonly ids: Ids;
  readonly publicUrl: string;
}

/**
 * Lets a person go on in a window of its own. A frame's cookie is kept for the frame's place only (CHIPS), so the window gets a session of
 * its own: a copy that waits, and a ticket of ten minutes that opens it after a click on our own page.
 * @returns where the window goes
 * @throws NOT_SIGNED_IN when the session has ended
 */
export async function newWindowUrl(deps: NewWindowDeps, sessionId: SessionId): Promise<string> {
  const copy = await maybeOne<{ id: string }>(
    deps.sql,
    `insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, launch, created_at, expires_at, seen_at)
     select $2, $3, institution_id, person_id, course_id, resource_link_id, actors, platform_id, launch - 'storage', created_at, expires_at, $4
     from session where id = $1 and person_id is not null and expires_at > $4 returning id`,
    [sessionId, deps.ids.next(), randomBytes(32), deps.clock.now()],
  );
  if (copy === undefined) throw fail('NOT_SIGNED_IN');
  const ticket = await signTicket(deps, { sessionId: sessionIdSchema.parse(copy.id), secretHash: randomBytes(32).toString('base64url') });
  return `${new URL('/lti/continue', deps.publicUrl).href}?${new URLSearchParams({ ticket }).toString()}`;
}
