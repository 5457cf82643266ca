import { actorsOf } from '../../actors-of-roles.ts';
import type { Clock, Ids } from '../../clock.ts';
import { CodedError, errorsOf } from '../../errors.ts';
import type { Member, PlatformServices, ServiceFailure } from '../../platform-services.ts';
import type { Sql } from '../../sql.ts';
import { courseErrors } from './course-errors.ts';
import { applyRoster, stagePage, type RosterChanges, type RosterEntry } from './roster-stage.ts';
import { claimRoster, endRosterClaim, keepRosterClaim, rosterSource, type CoursePlace, type RosterSource } from './roster-store.ts';

const fail = errorsOf(courseErrors);

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: Pick<PlatformServices, 'listMembers'>;
}

/** Differences are believed for a day; then everybody is read again. */
const FULL_AFTER_MILLISECONDS = 24 * 3_600_000;

/**
 * Makes the class what the platform lists (NRPS 2.0), so that an instructor also sees who has not begun. The list is put aside page by
 * page and applied in one statement when all of it is there: half a list would take half a class out. Where the platform offers an
 * address for differences, only those are read.
 * @returns what changed; undefined when another process reads this course's list just now
 * @throws ROSTER_UNAVAILABLE, ROSTER_UNREACHABLE
 */
export async function syncRoster(deps: Deps, place: CoursePlace): Promise<RosterChanges | undefined> {
  const source = await rosterSource(deps.sql, place);
  if (source === undefined) throw fail('ROSTER_UNAVAILABLE', { detail: 'no launch of this course has said where its people are listed' });
  const claim = deps.ids.next();
  if (!(await claimRoster(deps.sql, place, claim, deps.clock.now()))) return undefined;
  try {
    return await read(deps, { place, source, claim });
  } catch (error) {
    await endRosterClaim(deps.sql, place, claim, { kind: 'failed', problem: error instanceof CodedError ? error.code : 'INTERNAL' });
    throw error;
  }
}

interface Turn {
  readonly place: CoursePlace;
  readonly source: RosterSource;
  readonly claim: string;
}

async function read(deps: Deps, turn: Turn): Promise<RosterChanges | undefined> {
  const { source } = turn;
  const began = deps.clock.now();
  const differences = source.fullAt !== null && began.getTime() - source.fullAt.getTime() < FULL_AFTER_MILLISECONDS ? source.differencesUrl : null;
  if (differences !== null) {
    const part = await stageAll(deps, turn, differences);
    // an address of differences may be forgotten by the platform; then the whole list is read
    if (part.kind === 'end') return apply(deps, turn, { kind: 'differences', differencesUrl: part.differencesUrl ?? differences });
    if (part.kind !== 'refused') throw failed(part);
  }
  const whole = await stageAll(deps, turn, source.membershipsUrl);
  if (whole.kind !== 'end') throw failed(whole);
  return apply(deps, turn, { kind: 'full', at: began, differencesUrl: whole.differencesUrl });
}

/** Puts every page aside. @returns the last part */
async function stageAll({ sql, clock, services }: Deps, { place, source, claim }: Turn, membershipsUrl: string): Promise<{ kind: 'end'; differencesUrl: string | undefined } | ServiceFailure> {
  let people = 0;
  for await (const part of services.listMembers({ platformId: source.platformId, membershipsUrl })) {
    // a course has its instructor at least: an empty list is a fault, and would take the whole class out
    if (part.kind === 'end' && people === 0 && membershipsUrl === source.membershipsUrl) return { kind: 'unreachable', detail: 'the list is empty' };
    if (part.kind !== 'page') return part;
    const now = clock.now();
    if (!(await keepRosterClaim(sql, place, claim, now))) return { kind: 'unreachable', detail: 'the turn has run out' };
    await stagePage(sql, place, claim, { entries: part.members.map(entryOf), now });
    people += part.members.length;
  }
  return { kind: 'unreachable', detail: 'the list has no end' };
}

function apply({ sql, clock }: Deps, { place, source, claim }: Turn, reading: { kind: 'full'; at: Date; differencesUrl: string | undefined } | { kind: 'differences'; differencesUrl: string | undefined }): Promise<RosterChanges | undefined> {
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
