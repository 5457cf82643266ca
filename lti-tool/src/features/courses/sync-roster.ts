import { actorsOf } from '../../actors-of-roles.ts';
import type { Clock, Ids } from '../../clock.ts';
import { errorsOf } from '../../errors.ts';
import type { Member, PlatformServices } from '../../platform-services.ts';
import type { Sql } from '../../sql.ts';
import { courseErrors } from './course-errors.ts';
import { addToRoster, rosterSource, type CoursePlace, type RosterEntry } from './roster-store.ts';

const fail = errorsOf(courseErrors);

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: Pick<PlatformServices, 'listMembers'>;
}

/**
 * Enrols everybody whom the platform lists in a course (NRPS 2.0), so that an instructor also sees who has not begun.
 * Nobody is taken out by it.
 * @returns how many were added
 * @throws ROSTER_UNAVAILABLE, ROSTER_UNREACHABLE
 */
export async function syncRoster({ sql, clock, ids, services }: Deps, place: CoursePlace): Promise<number> {
  const source = await rosterSource(sql, place);
  if (source === undefined) throw fail('ROSTER_UNAVAILABLE', { detail: 'no launch of this course has said where its people are listed' });
  const outcome = await services.listMembers(source);
  if (outcome.kind === 'forbidden' || outcome.kind === 'refused') throw fail('ROSTER_UNAVAILABLE', { detail: outcome.detail });
  if (outcome.kind !== 'listed') throw fail('ROSTER_UNREACHABLE', { detail: JSON.stringify(outcome) });
  const entries = rosterOf(outcome.members, ids);
  return entries.length === 0 ? 0 : addToRoster(sql, { ...place, platformId: source.platformId }, entries, clock.now());
}

/** Active members who have a place in the course, each once: pages may overlap when somebody joins meanwhile. */
function rosterOf(members: readonly Member[], ids: Ids): RosterEntry[] {
  const bySubject = new Map(members.filter(({ active }) => active).map((member) => [member.subject, member]));
  return [...bySubject.values()]
    .map(({ subject, name, email, roles }) => ({ id: ids.next(), subject, name: name ?? null, email: email ?? null, actors: actorsOf(roles) }))
    .filter(({ actors }) => actors.length > 0);
}
