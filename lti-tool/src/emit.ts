import type { DomainEvent, EventBody, Place } from './events.ts';
import type { Sql } from './sql.ts';

/**
 * Raises a domain event in the transaction that makes it true: the event, the jobs that follow it (`flow.ts`) and the
 * notice to open pages are kept with the change, or not at all.
 */
export type Emit = (tx: Sql, place: Place, body: EventBody) => Promise<DomainEvent>;

/** Tells open pages that something changed in this place, when the transaction commits. */
export type Notify = (tx: Sql, place: Pick<Place, 'resourceLinkId' | 'personId'>) => Promise<void>;
