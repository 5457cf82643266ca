import { actorsOf } from '../../actors-of-roles.ts';
import type { Clock, Ids } from '../../clock.ts';
import { errorsOf } from '../../errors.ts';
import type { Member, PlatformServices } from '../../platform-services.ts';
import type { Sql } from '../../sql.ts';
import { courseErrors } from './course-errors.ts';
import { replaceGroups } from './group-store.ts';
import { addToRoster, rosterSource, type CoursePlace, type RosterEntry, type RosterSource } from './roster-store.ts';

const fail = errorsOf(courseErrors);

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: Pick<PlatformServices, 'listMembers' | 'listGroups'>;
}

/**
 * Enrols everybody whom the platform lists in a course (NRPS 2.0), so that an instructor also sees who has not begun.
 * Nobody is taken out by it. Where the platform has groups, they become what it says (Course Groups 1.0).
 * @returns how many were added
 * @throws ROSTER_UNAVAILABLE, ROSTER_UNREACHABLE; GROUPS_UNREACHABLE when the people are kept and their groups are not
 */
export async function syncRoster(deps: Deps, place: CoursePlace): Promise<number> {
  const { sql, clock, ids, services } = deps;
  const source = await rosterSource(sql, place);
  if (source === undefined) throw fail('ROSTER_UNAVAILABLE', { detail: 'no launch of this course has said where its people are listed' });
  const outcome = await services.listMembers({ ...source, withGroups: source.groups !== null });
  if (outcome.kind === 'forbidden' || outcome.kind === 'refused') throw fail('ROSTER_UNAVAILABLE', { detail: outcome.detail });
  if (outcome.kind !== 'listed') throw fail('ROSTER_UNREACHABLE', { detail: JSON.stringify(outcome) });
  const entries = rosterOf(outcome.members, ids);
  const added = entries.length === 0 ? 0 : await addToRoster(sql, { ...place, platformId: source.platformId }, entries, clock.now());
  await syncGroups(deps, { ...place, ...source }, outcome.members);
  return added;
}

/** A platform that names groups in its launches and does not let us read them has them switched off for this tool: there are none, then. */
async function syncGroups({ sql, services }: Deps, place: CoursePlace & RosterSource, members: readonly Member[]): Promise<void> {
  if (place.groups === null) return;
  const outcome = await services.listGroups({ platformId: place.platformId, ...place.groups });
  const refused = outcome.kind === 'forbidden' || outcome.kind === 'refused';
  if (outcome.kind !== 'listed' && !refused) throw fail('GROUPS_UNREACHABLE', { detail: JSON.stringify(outcome) });
  await sql.transaction((tx) => replaceGroups(tx, place, outcome.kind === 'listed' ? outcome.groups : [], members));
}

/** Active members who have a place in the course, each once: pages may overlap when somebody joins meanwhile. */
function rosterOf(members: readonly Member[], ids: Ids): RosterEntry[] {
  const bySubject = new Map(members.filter(({ active }) => active).map((member) => [member.subject, member]));
  return [...bySubject.values()]
    .map(({ subject, name, email, roles }) => ({ id: ids.next(), subject, name: name ?? null, email: email ?? null, actors: actorsOf(roles) }))
    .filter(({ actors }) => actors.length > 0);
}
