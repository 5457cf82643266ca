import type { InstitutionId, PlatformId } from '../../ids.ts';

/** How one LMS knows the tool. Vendors that share issuer and client id among customers have several; the deployment tells them apart. */
export interface Registration {
  readonly platformId: PlatformId;
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizationUrl: string;
  readonly jwksUrl: string;
  /** Signature algorithms the platform's metadata names; RS256 unless registered otherwise. */
  readonly algorithms: readonly string[];
  /** Deployments of the platform and whose they are. */
  readonly deployments: ReadonlyMap<string, InstitutionId>;
}
