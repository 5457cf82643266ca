import type { PlatformId } from '../domain/ids.ts';
import type { ServiceFailure } from './platform-services.ts';

/** What one look at a platform's service found. */
export type ProbeOutcome<Found> = ({ readonly kind: 'ok' } & Readonly<Found>) | ServiceFailure;

/** Tries a platform's services without changing anything there. Never throws for what a platform does. */
export interface PlatformProbe {
  /** Asks for a new access token; one that is kept proves nothing. */
  token(platformId: PlatformId): Promise<ProbeOutcome<{ expiresAt: Date }>>;
  /** Counts the first page of a course's line items. */
  lineItems(platformId: PlatformId, lineItemsUrl: string): Promise<ProbeOutcome<{ count: number }>>;
  /** Counts the first page of a course's people. */
  members(platformId: PlatformId, membershipsUrl: string): Promise<ProbeOutcome<{ count: number }>>;
}
