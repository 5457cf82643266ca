import { followUps } from '../../flow.ts';
import { priorityOf, queueOf } from '../jobs/queues.ts';
import { domainEventSchema, type DomainEvent, type Place } from '../../domain/events.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Sql } from '../../ports/sql.ts';
import type { Emit, EmitAll, Happening, Notify } from '../../ports/emit.ts';

/** Pages that show a place listen on this channel. */
export const CHANGES_CHANNEL = 'cloudclass_changes';

/**
 * Makes `emit`: writes the event, the jobs that follow it and the notice to open pages in the caller's transaction, so
 * that all of it happens with the change of state or none does.
 */
export function createEmit({ clock, ids }: { clock: Clock; ids: Ids }): Emit {
  return async (tx, place, body) => {
    const event = eventOf({ clock, ids }, { place, body });
    await store(tx, event);
    for (const job of followUps(body.type)) await enqueue(tx, job, event);
    await notifyChange(tx, place);
    return event;
  };
}

/** Makes `emitAll`. */
export function createEmitAll({ clock, ids }: { clock: Clock; ids: Ids }): EmitAll {
  return async (tx, happenings) => {
    if (happenings.length === 0) return;
    const events = happenings.map((happening) => eventOf({ clock, ids }, happening));
    await tx.query(
      `insert into event_outbox (id, type, institution_id, lab_id, event, occurred_at)
       select (e->>'id')::uuid, e#>>'{body,type}', (e#>>'{place,institutionId}')::uuid, (e#>>'{place,labId}')::uuid, e, (e->>'occurredAt')::timestamptz
       from jsonb_array_elements($1::jsonb) as e`,
      [JSON.stringify(events)],
    );
    for (const event of events) for (const job of followUps(event.body.type)) await enqueue(tx, job, event);
    await notifyChanges(tx, events.map(({ place }) => place));
  };
}

function eventOf({ clock, ids }: { clock: Clock; ids: Ids }, { place, body }: Happening): DomainEvent {
  return domainEventSchema.parse({ id: ids.next(), version: 1, occurredAt: clock.now().toISOString(), place, body });
}

export type ChangedPlace = Pick<Place, 'resourceLinkId' | 'personId'>;

/** Tells the pages that show a place to read again; PostgreSQL delivers it when the transaction commits. */
export const notifyChange: Notify = (tx, place) => notifyChanges(tx, [place]);

/** The same for many places at once. */
export async function notifyChanges(tx: Sql, places: readonly ChangedPlace[]): Promise<void> {
  const changes = places.map(({ resourceLinkId, personId }) => JSON.stringify({ resourceLinkId, personId }));
  await tx.query('select pg_notify($1, change) from unnest($2::text[]) as change', [CHANGES_CHANNEL, changes]);
}

async function store(tx: Sql, event: DomainEvent): Promise<void> {
  await tx.query(
    'insert into event_outbox (id, type, institution_id, lab_id, event, occurred_at) values ($1, $2, $3, $4, $5, $6)',
    [event.id, event.body.type, event.place.institutionId, event.place.labId, JSON.stringify(event), event.occurredAt],
  );
}

/**
 * The job's key is made of the event's id, so that it is queued once; a page can queue nothing for another institution
 * (`migrations/2026-11-25T0010__tenants.ts`).
 */
async function enqueue(tx: Sql, job: string, event: DomainEvent): Promise<void> {
  await tx.query('select enqueue_job($1, $2::json, $3, $4)', [job, JSON.stringify(event), queueOf(job, event.place), priorityOf(job, 'now')]);
}
