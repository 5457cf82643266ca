import type { DomainEvent, EventBody, Place } from '../domain/events.ts';
import type { Sql } from './sql.ts';

/**
 * Raises a domain event in the transaction that makes it true: the event, the jobs that follow it (`flow.ts`) and the
 * notice to open pages are kept with the change, or not at all.
 */
export type Emit = (tx: Sql, place: Place, body: EventBody) => Promise<DomainEvent>;

/** Tells open pages that something changed in this place, when the transaction commits. */
export type Notify = (tx: Sql, place: Pick<Place, 'resourceLinkId' | 'personId'>) => Promise<void>;

/** Tells open pages of a change that is kept already, a moment later. Never fails: a notice that is lost is made good by the next one. */
export type Tell = (place: Pick<Place, 'resourceLinkId' | 'personId'>) => void;

/** Something that has happened, and where. */
export interface Happening {
  readonly place: Place;
  readonly body: EventBody;
}

/** Raises many events as `Emit` does one, in as few statements as for one: a class's grades are sent at once. */
export type EmitAll = (tx: Sql, happenings: readonly Happening[]) => Promise<void>;
