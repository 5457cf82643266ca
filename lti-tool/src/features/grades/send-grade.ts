import type { Clock, Ids } from '../../ports/clock.ts';
import type { LineItemOutcome, PlatformServices, ScoreOutcome } from '../../ports/platform-services.ts';
import type { Sql } from '../../ports/sql.ts';
import { workAddress } from '../../domain/work-address.ts';
import type { SendOutcome } from './decide-after-send.ts';
import { WORKING } from './grade-progress.ts';
import { renewTimestamp, type ClaimedGrade } from './grade-claims.ts';
import { endSearchTurn, forgetLineItem, knownLineItem, rememberLineItem, takeSearchTurn } from './line-item-search.ts';

export interface SendDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: Pick<PlatformServices, 'publishScore' | 'findOrCreateLineItem'>;
  /** Origin under which browsers reach this server. */
  readonly publicUrl: string;
}

type Column = LineItemOutcome | Extract<SendOutcome, { kind: 'column-forbidden' | 'not-sent' }>;

/** The columns being looked for in this process, by activity: a class that begins together looks once. */
export type ColumnSearches = Map<string, Promise<Column>>;

/**
 * Sends a claimed grade. A conflict is answered with a later timestamp, twice: the newest score always ends in the gradebook. A
 * column that is gone is looked for again, once.
 */
export async function sendGrade(deps: SendDeps, searches: ColumnSearches, grade: ClaimedGrade): Promise<SendOutcome> {
  const column = await columnOf(deps, searches, grade);
  if (column.kind !== 'found') return withoutColumn(column);
  const outcome = await post(deps, grade, { lineItemUrl: column.lineItemUrl, timestamp: grade.sent_as });
  if (outcome.kind !== 'no-line-item' || grade.ags?.lineitems === undefined) return outcome;
  await forgetLineItem(deps.sql, grade.resource_link_id, column.lineItemUrl);
  const again = await columnOf(deps, searches, { ...grade, ags: { lineitems: grade.ags.lineitems, lineitem: undefined } });
  if (again.kind !== 'found') return withoutColumn(again);
  const timestamp = await renewTimestamp(deps.sql, grade, deps.clock.now());
  return timestamp === undefined ? { kind: 'not-sent' } : post(deps, handedInNowhere(grade), { lineItemUrl: again.lineItemUrl, timestamp });
}

/** With which time a score hands in the learner's work: once, and not while they are at it. */
export function handInTime({ activity_progress: progress, handed_in: isHandedIn, earned_at: earnedAt }: ClaimedGrade): Date | undefined {
  return progress === WORKING || isHandedIn ? undefined : earnedAt ?? undefined;
}

/** A new column knows of no submission. */
const handedInNowhere = (grade: ClaimedGrade): ClaimedGrade => ({ ...grade, handed_in: false });

/** A no about the column is no word on the learner: Canvas makes none for a link that is no assignment. */
function withoutColumn(column: Exclude<Column, { kind: 'found' }>): SendOutcome {
  if (column.kind === 'refused') return { kind: 'no-column' };
  return column.kind === 'forbidden' ? { kind: 'column-forbidden', detail: column.detail } : column;
}

const RESENDS_AT_ONCE = 2;
const SECOND_MILLISECONDS = 1_000;
/** A platform whose clock is further ahead launches nobody. A grade dated so could not be followed by another for as long. */
const MOST_AHEAD_MILLISECONDS = 3_600_000;

async function post(deps: SendDeps, grade: ClaimedGrade, { lineItemUrl, timestamp }: { readonly lineItemUrl: string; readonly timestamp: Date }): Promise<ScoreOutcome | { kind: 'not-sent' }> {
  let outcome = await publish(deps, grade, { lineItemUrl, timestamp });
  for (let resends = 0; outcome.kind === 'conflict' && resends < RESENDS_AT_ONCE; resends += 1) {
    // the platform's clock may be ahead of ours
    const now = deps.clock.now().getTime();
    const platformTime = (outcome.platformTime?.getTime() ?? 0) + SECOND_MILLISECONDS;
    const later = await renewTimestamp(deps.sql, grade, new Date(platformTime - now > MOST_AHEAD_MILLISECONDS ? now : Math.max(now, platformTime)));
    if (later === undefined) return { kind: 'not-sent' };
    outcome = await publish(deps, grade, { lineItemUrl, timestamp: later });
  }
  return outcome;
}

function publish({ services, publicUrl }: SendDeps, grade: ClaimedGrade, { lineItemUrl, timestamp }: { readonly lineItemUrl: string; readonly timestamp: Date }): Promise<ScoreOutcome> {
  return services.publishScore({ platformId: grade.platform_id, lineItemUrl }, {
    userId: grade.subject,
    scoreGiven: grade.points,
    scoreMaximum: grade.maximum,
    activityProgress: grade.activity_progress,
    gradingProgress: grade.grading_progress,
    timestamp,
    submittedAt: handInTime(grade),
    workUrl: workAddress(publicUrl, { resourceLinkId: grade.resource_link_id, personId: grade.person_id }),
  });
}

/** The line item the launch named, else the one that is found, which is kept for the rest of the class. */
function columnOf(deps: SendDeps, searches: ColumnSearches, grade: ClaimedGrade): Promise<Column> {
  if (grade.ags?.lineitem !== undefined) return Promise.resolve({ kind: 'found', lineItemUrl: grade.ags.lineitem });
  const underWay = searches.get(grade.resource_link_id) ?? search(deps, grade).finally(() => searches.delete(grade.resource_link_id));
  searches.set(grade.resource_link_id, underWay);
  return underWay;
}

async function search(deps: SendDeps, grade: ClaimedGrade): Promise<Column> {
  const claim = deps.ids.next();
  if (!(await takeSearchTurn(deps.sql, grade.resource_link_id, claim, deps.clock.now()))) return { kind: 'not-sent' };
  try {
    const known = await knownLineItem(deps.sql, grade.resource_link_id);
    if (known !== undefined) return { kind: 'found', lineItemUrl: known };
    const found = await deps.services.findOrCreateLineItem({
      platformId: grade.platform_id,
      lineItemsUrl: grade.ags?.lineitems ?? '',
      ltiResourceLinkId: grade.lti_resource_link_id,
      resourceId: grade.resource_link_id,
      label: grade.link_title,
      scoreMaximum: grade.maximum,
    });
    if (found.kind === 'found') await rememberLineItem(deps.sql, grade.resource_link_id, found.lineItemUrl);
    return found;
  } finally {
    await endSearchTurn(deps.sql, grade.resource_link_id, claim);
  }
}
