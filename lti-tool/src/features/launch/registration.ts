import type { InstitutionId, PlatformId } from '../../domain/ids.ts';

/** Addresses that tell where a platform's pages are. */
export interface PlatformAddresses {
  readonly issuer: string;
  readonly authorizationUrl: string;
}

/** How one LMS knows the tool. Vendors that share issuer and client id among customers have several; the deployment tells them apart. */
export interface Registration extends PlatformAddresses {
  readonly platformId: PlatformId;
  readonly clientId: string;
  readonly jwksUrl: string;
  /** Signature algorithms the platform's metadata names; RS256 unless registered otherwise. */
  readonly algorithms: readonly string[];
  /** Deployments of the platform and whose they are. */
  readonly deployments: ReadonlyMap<string, InstitutionId>;
  /** Whose a deployment is that nobody has registered: only where the client id was given to one institution alone. */
  readonly newDeploymentsOf?: InstitutionId | undefined;
}

/** LTI 1.3 Core section 5.3.3; PostgreSQL would refuse to index far longer ones. */
const LONGEST_NEW_DEPLOYMENT = 255;

/** The registration a deployment belongs to, and whose it is: one that names it comes before one that takes new ones. */
export function deploymentIn(registrations: readonly Registration[], deploymentId: string): { readonly registration: Registration; readonly institutionId: InstitutionId } | undefined {
  for (const registration of registrations) {
    const institutionId = registration.deployments.get(deploymentId);
    if (institutionId !== undefined) return { registration, institutionId };
  }
  if (deploymentId.length > LONGEST_NEW_DEPLOYMENT) return undefined;
  for (const registration of registrations) {
    if (registration.newDeploymentsOf !== undefined) return { registration, institutionId: registration.newDeploymentsOf };
  }
  return undefined;
}
