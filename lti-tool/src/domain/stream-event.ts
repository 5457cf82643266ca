import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { domainEventSchema, type DomainEvent } from './events.ts';

/**
 * A domain event as it leaves the operational database: the learner is a pseudonym, so that the stream and the
 * warehouse hold no name and no id that the LMS or this database knows.
 */
export const streamEventSchema = z.strictObject({
  ...domainEventSchema.shape,
  place: z.strictObject({ ...domainEventSchema.shape.place.omit({ personId: true }).shape, learner: z.string().nullable() }),
});
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** Makes pseudonyms that are stable for one key and cannot be turned back without it. */
export function createPseudonyms(key: Buffer): (personId: string) => string {
  return (personId) => createHmac('sha256', key).update(personId).digest('base64url').slice(0, 22);
}

/** The event as the stream carries it. */
export function toStreamEvent(event: DomainEvent, pseudonymOf: (personId: string) => string): StreamEvent {
  const { personId, ...place } = event.place;
  return { ...event, place: { ...place, learner: personId === null ? null : pseudonymOf(personId) } };
}
