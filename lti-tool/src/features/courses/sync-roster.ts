import { actorsOf } from '../../domain/actors-of-roles.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import { CodedError, errorsOf } from '../../errors.ts';
import type { Member, PlatformServices, ServiceFailure } from '../../ports/platform-services.ts';
import type { Sql } from '../../ports/sql.ts';
import { courseErrors } from './course-errors.ts';
import { syncLinkMembers } from './link-members.ts';
import { replaceGroups } from './group-store.ts';
import { applyRoster, stagePage, type RosterChanges, type RosterEntry } from './roster-stage.ts';
import { claimRoster, endRosterClaim, keepRosterClaim, rosterSource, type CoursePlace, type RosterSource } from './roster-store.ts';

const fail = errorsOf(courseErrors);

export interface RosterDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: Pick<PlatformServices, 'listMembers' | 'listGroups'>;
}

/** Differences are believed for a day; then everybody is read again. */
const FULL_AFTER_MILLISECONDS = 24 * 3_600_000;

/**
 * Makes the class what the platform lists (NRPS 2.0), so that an instructor also sees who has not begun. The list is put aside page by
 * page and applied in one statement when all of it is there: half a list would take half a class out. Where the platform offers an
 * address for differences, only those are read; who may open which lab is asked after either; groups (Course Groups 1.0) stand in the whole list only.
 * @returns what changed; undefined when another process reads this course's list just now
 * @throws ROSTER_UNAVAILABLE, ROSTER_UNREACHABLE; GROUPS_UNREACHABLE when the people are kept and their groups are not
 */
export async function syncRoster(deps: RosterDeps, place: CoursePlace): Promise<RosterChanges | undefined> {
  const source = await rosterSource(deps.sql, place);
  if (source === undefined) throw fail('ROSTER_UNAVAILABLE', { detail: 'no launch of this course has said where its people are listed' });
  const claim = deps.ids.next();
  if (!(await claimRoster(deps.sql, place, claim, deps.clock.now()))) return undefined;
  try {
    return await read(deps, { place, source, claim, grouped: [] });
  } catch (error) {
    await endRosterClaim(deps.sql, place, claim, { kind: 'failed', problem: error instanceof CodedError ? error.code : 'INTERNAL' });
    throw error;
  }
}

interface Turn {
  readonly place: CoursePlace;
  readonly source: RosterSource;
  readonly claim: string;
  /** Who is in which groups, gathered while the whole list is read. */
  readonly grouped: Pick<Member, 'subject' | 'groupIds'>[];
}

async function read(deps: RosterDeps, turn: Turn): Promise<RosterChanges | undefined> {
  const { source } = turn;
  const began = deps.clock.now();
  const differences = source.groups === null && source.fullAt !== null && began.getTime() - source.fullAt.getTime() < FULL_AFTER_MILLISECONDS ? source.differencesUrl : null;
  if (differences !== null) {
    const part = await stageAll(deps, turn, differences);
    // an address of differences may be forgotten by the platform; then the whole list is read
    if (part.kind === 'end') {
      const changes = await apply(deps, turn, { kind: 'differences', differencesUrl: part.differencesUrl ?? differences });
      if (changes !== undefined && changes.added + changes.changed + changes.left > 0) await syncLinkMembers(deps, { ...turn.place, ...source });
      return changes;
    }
    if (part.kind !== 'refused') throw failed(part);
  }
  const whole = await stageAll(deps, turn, source.membershipsUrl);
  if (whole.kind !== 'end') throw failed(whole);
  const changes = await apply(deps, turn, { kind: 'full', at: began, differencesUrl: whole.differencesUrl });
  if (changes === undefined) return undefined;
  await syncLinkMembers(deps, { ...turn.place, ...source });
  await syncGroups(deps, turn);
  return changes;
}

/** A platform that names groups in its launches and does not let us read them has them switched off for this tool: there are none, then. */
async function syncGroups({ sql, services }: RosterDeps, { place, source, grouped }: Turn): Promise<void> {
  if (source.groups === null) return;
  const outcome = await services.listGroups({ platformId: source.platformId, ...source.groups });
  const refused = outcome.kind === 'forbidden' || outcome.kind === 'refused';
  if (outcome.kind !== 'listed' && !refused) throw fail('GROUPS_UNREACHABLE', { detail: JSON.stringify(outcome) });
  await sql.transaction((tx) => replaceGroups(tx, { ...place, platformId: source.platformId }, outcome.kind === 'listed' ? outcome.groups : [], grouped));
}

/** Puts every page aside. @returns the last part */
async function stageAll({ sql, clock, services }: RosterDeps, { place, source, claim, grouped }: Turn, membershipsUrl: string): Promise<{ kind: 'end'; differencesUrl: string | undefined } | ServiceFailure> {
  let people = 0;
  for await (const part of services.listMembers({ platformId: source.platformId, membershipsUrl, withGroups: source.groups !== null })) {
    // a course has its instructor at least: an empty list is a fault, and would take the whole class out
    if (part.kind === 'end' && people === 0 && membershipsUrl === source.membershipsUrl) return { kind: 'unreachable', detail: 'the list is empty' };
    if (part.kind !== 'page') return part;
    const now = clock.now();
    if (!(await keepRosterClaim(sql, place, claim, now))) return { kind: 'unreachable', detail: 'the turn has run out' };
    await stagePage(sql, place, claim, { entries: part.members.map(entryOf), now });
    people += part.members.length;
    for (const { subject, groupIds } of part.members) if (groupIds.length > 0) grouped.push({ subject, groupIds });
  }
  return { kind: 'unreachable', detail: 'the list has no end' };
}

function apply({ sql, clock }: RosterDeps, { place, source, claim }: Turn, reading: { kind: 'full'; at: Date; differencesUrl: string | undefined } | { kind: 'differences'; differencesUrl: string | undefined }): Promise<RosterChanges | undefined> {
  return sql.transaction(async (tx) => {
    if (!(await keepRosterClaim(tx, place, claim, clock.now()))) return undefined;
    const changes = await applyRoster(tx, { ...place, platformId: source.platformId }, claim, { isWhole: reading.kind === 'full', now: clock.now() });
    await endRosterClaim(tx, place, claim, reading);
    return changes;
  });
}

const states = { active: 'active', inactive: 'inactive', deleted: 'left' } as const;

function entryOf({ subject, name, email, roles, status }: Member): RosterEntry {
  return { subject, name: name ?? null, email: email ?? null, actors: actorsOf(roles), state: states[status] };
}

function failed(failure: ServiceFailure): CodedError {
  const detail = JSON.stringify(failure);
  return failure.kind === 'forbidden' || failure.kind === 'refused' || failure.kind === 'unauthorized' ? fail('ROSTER_UNAVAILABLE', { detail }) : fail('ROSTER_UNREACHABLE', { detail });
}
