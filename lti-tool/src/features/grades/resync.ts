import type { Clock, Ids } from '../../ports/clock.ts';
import type { Notify } from '../../ports/emit.ts';
import { platformIdSchema, type InstitutionId, type PlatformId, type ResourceLinkId } from '../../domain/ids.ts';
import type { PlatformServices, Result, ServiceFailure } from '../../ports/platform-services.ts';
import type { Sql } from '../../ports/sql.ts';
import { createTurns, type Turns } from '../../turns.ts';
import { differing } from './compare-grades.ts';
import type { GradeProblem } from './grade-errors.ts';
import { gradedActivities, resetGrades, sendableGrades } from './grade-store.ts';
import { claimResyncs, columnOfActivity, endResync, insertResync, keepResync, type ClaimedResync, type Resync, type ResyncPlace, type ResyncState } from './resync-store.ts';

interface AskDeps {
  readonly ids: Ids;
  readonly clock: Clock;
  readonly notify: Notify;
}

/**
 * Asks that a course's grades be compared with the platform's and sent again where they differ. A grade sender does it.
 * @param askedBy who, as the audit log names them
 * @returns false when the same is under way already
 */
export async function askForResync({ ids, clock, notify }: AskDeps, tx: Sql, place: ResyncPlace, askedBy: string): Promise<boolean> {
  const asked = await insertResync(tx, place, { id: ids.next(), askedBy, at: clock.now() });
  if (asked) await notify(tx, { resourceLinkId: place.resourceLinkId, personId: null });
  return asked;
}

interface ResyncDeps extends AskDeps {
  readonly sql: Sql;
  readonly services: Pick<PlatformServices, 'listResults'>;
}

interface ComparerDeps extends ResyncDeps {
  /** Hears why a comparison failed on our side; it is done again when its turn has run out. */
  readonly onProblem: (claimed: ClaimedResync, error: unknown) => void;
}

/** Does the comparisons that were asked for, one of a platform at a time. */
export function createGradeComparer(deps: ComparerDeps): Turns {
  const claim = deps.ids.next();
  return createTurns<ClaimedResync, PlatformId>({
    of: ({ platformId }) => platformId,
    due: (except, limit) => claimResyncs(deps.sql, { claim, except, limit, now: deps.clock.now() }),
    work: ({ resync }) => compareGrades(deps, resync, claim),
    onProblem: deps.onProblem,
  });
}

/**
 * Does a comparison that was asked for. What the platform lets us read is compared; what differs, and everything when it lets us
 * read nothing, is put on its way again.
 * @param claim of the turn to do it
 */
async function compareGrades(deps: ResyncDeps, resync: Resync, claim: string): Promise<void> {
  const activities = resync.resource_link_id === null ? await gradedActivities(deps.sql, { institutionId: resync.institution_id, courseId: resync.course_id }) : [resync.resource_link_id];
  const found: Comparison[] = [];
  const keepTurn = (): Promise<boolean> => keepResync(deps.sql, { id: resync.id, claim }, deps.clock.now());
  for (const id of activities) {
    const comparison = await compare(deps, { institutionId: resync.institution_id, resourceLinkId: id }, keepTurn);
    if (comparison === undefined) return;
    if ('kind' in comparison) {
      await conclude(deps, { resync, claim }, found, { status: 'failed', at: deps.clock.now().toISOString(), problem: problemOf(comparison) });
      return;
    }
    found.push(comparison);
  }
  const [same, sent] = [sum(found, (one) => one.same), sum(found, (one) => one.differ.length)];
  await conclude(deps, { resync, claim }, found, { status: 'done', at: deps.clock.now().toISOString(), same, sent, compared: found.every((one) => one.compared) });
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0);

interface ActivityPlace {
  readonly institutionId: InstitutionId;
  readonly resourceLinkId: ResourceLinkId;
}

interface Comparison {
  readonly resourceLinkId: ResourceLinkId;
  /** Ids of the grades to be sent. */
  readonly differ: readonly string[];
  readonly same: number;
  /** Whether the platform's grades could be read. */
  readonly compared: boolean;
}

/**
 * @param keepTurn after each page, and for each activity: a large course on a slow platform takes longer than a turn
 * @returns undefined when the turn has gone to another process
 */
async function compare({ sql, services }: ResyncDeps, { institutionId, resourceLinkId }: ActivityPlace, keepTurn: () => Promise<boolean>): Promise<Comparison | ServiceFailure | undefined> {
  if (!(await keepTurn())) return undefined;
  const grades = await sendableGrades(sql, { institutionId, resourceLinkId });
  const column = await columnOfActivity(sql, institutionId, resourceLinkId);
  const all: Comparison = { resourceLinkId, differ: grades.map(({ id }) => id), same: 0, compared: false };
  if (column === undefined || column.lineItemUrl === null) return all;
  const pages: (readonly Result[])[] = [];
  for await (const part of services.listResults({ platformId: platformIdSchema.parse(column.platformId), lineItemUrl: column.lineItemUrl })) {
    if (part.kind === 'page') {
      if (!(await keepTurn())) return undefined;
      pages.push(part.results);
    } else if (part.kind === 'end') break;
    // whoever may not read results, or has no such column any more, sends all; what keeps us out for now does not
    else return part.kind === 'forbidden' || part.kind === 'refused' || part.kind === 'unauthorized' ? all : part;
  }
  const differ = differing(grades, pages.flat());
  return { resourceLinkId, differ: differ.map(({ id }) => id), same: grades.length - differ.length, compared: true };
}

const problemOf = (failure: ServiceFailure): GradeProblem => (failure.kind === 'throttled' ? 'GRADE_THROTTLED' : 'GRADE_UNREACHABLE');

/** What is to be sent is reset with the outcome, or not at all: a killed process's comparison is done again from the start. */
function conclude({ sql, clock, notify }: ResyncDeps, { resync, claim }: { resync: Resync; claim: string }, found: readonly Comparison[], state: ResyncState): Promise<void> {
  return sql.transaction(async (tx) => {
    if (!(await endResync(tx, { id: resync.id, claim }, state))) return;
    if (state.status === 'done') await resetGrades(tx, resync.institution_id, found.flatMap(({ differ }) => differ), clock.now());
    for (const { resourceLinkId } of found) await notify(tx, { resourceLinkId, personId: null });
  });
}
