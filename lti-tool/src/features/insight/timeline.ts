import { z } from 'zod';
import { domainEventSchema, type EventBody } from '../../domain/events.ts';
import type { InstitutionId, PersonId, ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

export type TimelineKind = 'record' | 'verdict' | 'lab' | 'grade' | 'help' | 'video' | 'override';

/** One moment of a learner's work, in words a page can translate. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: Date;
  /** Machine word of what happened: an API call, a verdict's status, the end of an event's name. */
  readonly what: string;
  readonly stepId: string | null;
  readonly detail: string | null;
  readonly errorCode: string | null;
}

const LONGEST = 300;
const rowSchema = z.object({ event: domainEventSchema });

/** What a learner did and what followed, newest first. */
export async function timelineOf({ sql }: { sql: Sql }, who: { institutionId: InstitutionId; resourceLinkId: ResourceLinkId; personId: PersonId }): Promise<TimelineEntry[]> {
  const rows = await sql.query(
    `select event from event_outbox
     where institution_id = $1 and resource_link_id = $2 and person_id = $3
     order by occurred_at desc, seq desc limit ${LONGEST}`,
    [who.institutionId, who.resourceLinkId, who.personId],
  );
  return z.array(rowSchema).parse(rows).flatMap(({ event }) => {
    const described = describe(event.body);
    return described === null ? [] : [{ id: event.id, at: new Date(event.occurredAt), stepId: null, detail: null, errorCode: null, ...described }];
  });
}

type Description = Pick<TimelineEntry, 'kind' | 'what'> & Partial<TimelineEntry>;

/** Null for events that say nothing to an instructor. */
function describe(body: EventBody): Description | null {
  switch (body.type) {
    case 'record.received':
      return { kind: 'record', what: body.eventName, detail: body.eventSource, errorCode: body.errorCode, at: new Date(body.eventTime) };
    case 'step.judged':
      return { kind: 'verdict', what: body.verdict.status, stepId: body.stepId, detail: nearMissOf(body.verdict) };
    case 'step.overridden':
      return { kind: 'override', what: body.passed ? 'passed' : 'not-passed', stepId: body.stepId };
    case 'video.watched':
      return body.kind === 'heartbeat' ? null : { kind: 'video', what: body.kind, detail: String(Math.round(body.positionSeconds)) };
    case 'hint.revealed':
      return { kind: 'help', what: 'hint', stepId: body.stepId };
    case 'help.asked':
    case 'help.answered':
      return { kind: 'help', what: lastWord(body.type) };
    case 'grade.sent':
      return { kind: 'grade', what: 'sent', detail: `${body.points}/${body.maximum}` };
    case 'grade.refused':
      return { kind: 'grade', what: 'refused', detail: body.cause };
    case 'lab.failed':
      return { kind: 'lab', what: 'failed', detail: `${body.what}: ${body.why}` };
    case 'lab.ending':
    case 'lab.ended':
      return { kind: 'lab', what: lastWord(body.type), detail: body.reason };
    case 'lab.requested':
    case 'lab.ready':
    case 'activity.launched':
    case 'credit.low':
    case 'credit.ended':
      return { kind: 'lab', what: body.type.startsWith('credit') ? body.type : lastWord(body.type) };
    case 'activity.configured':
    case 'score.changed':
    case 'usage.posted':
      return null;
  }
}

function nearMissOf(verdict: Extract<EventBody, { type: 'step.judged' }>['verdict']): string | null {
  if (verdict.status !== 'near-miss' && verdict.status !== 'forbidden') return null;
  const { clause, eventName } = verdict.explanation;
  return clause === undefined ? eventName : `${eventName}: ${clause.path} = ${JSON.stringify(clause.seen)}`;
}

const lastWord = (type: string): string => type.slice(type.indexOf('.') + 1);
