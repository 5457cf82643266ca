import type { PlatformId } from './ids.ts';
import type { ServiceFailure } from './platform-services.ts';

/** What one look at a platform's service found. */
export type ProbeOutcome = { readonly kind: 'ok'; readonly detail: string } | ServiceFailure;

/** Tries a platform's services without changing anything there. Never throws for what a platform does. */
export interface PlatformProbe {
  /** Asks for a new access token; one that is kept proves nothing. */
  token(platformId: PlatformId): Promise<ProbeOutcome>;
  /** Reads the first page of a course's line items. */
  lineItems(platformId: PlatformId, lineItemsUrl: string): Promise<ProbeOutcome>;
  /** Reads the first page of a course's people. */
  members(platformId: PlatformId, membershipsUrl: string): Promise<ProbeOutcome>;
}
