import type { AwsAccountId, Region } from './ids.ts';

/** Temporary AWS credentials. Never logged, never stored unsealed. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** How to act inside one leased account. */
export interface AccountAccess {
  readonly accountId: AwsAccountId;
  readonly region: Region;
  /** Yields credentials of the operations role in that account; called as often as an SDK client asks. */
  readonly credentials: () => Promise<AwsCredentials>;
}

/** One resource on its way up or down. */
export type ResourceState =
  | { readonly status: 'waiting' | 'creating' | 'ready' | 'deleting' | 'deleted'; readonly logicalId: string; readonly type: string; readonly physicalId?: string }
  | { readonly status: 'failed'; readonly logicalId: string; readonly type: string; readonly reason: string };

/** What the environment of a lab is doing. */
export type EnvironmentState =
  | { readonly status: 'absent' }
  | { readonly status: 'creating'; readonly resources: readonly ResourceState[] }
  | { readonly status: 'ready'; readonly resources: readonly ResourceState[]; readonly outputs: Readonly<Record<string, string>> }
  | { readonly status: 'failed'; readonly resources: readonly ResourceState[]; readonly reason: string }
  | { readonly status: 'deleting'; readonly resources: readonly ResourceState[] };

export interface ProvisionRequest {
  readonly access: AccountAccess;
  /** Names the environment and makes creation idempotent: the lease id. */
  readonly token: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Brings the environment of a lab up and takes it down. Every method is idempotent by token. */
export interface Provisioner {
  create(request: ProvisionRequest): Promise<void>;
  describe(access: AccountAccess, token: string): Promise<EnvironmentState>;
  /** Empties what blocks deletion (buckets with all their versions) and deletes the environment. */
  delete(access: AccountAccess, token: string): Promise<void>;
}
