import type { Credential } from './credentials.ts';
import type { Ec2State } from './ec2.ts';
import type { StackRecord } from './stacks.ts';
import type { JsonObject, Tag } from './values.ts';

export type { JsonObject, Tag } from './values.ts';

export interface RoleRecord {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: string;
  trustPolicy: string;
  description: string;
  maxSessionDuration: number;
  boundaryArn?: string | undefined;
  tags: Tag[];
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

export interface AccessKeyRecord {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: string;
}

export interface UserRecord {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: string;
  boundaryArn?: string | undefined;
  tags: Tag[];
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
  readonly accessKeys: Map<string, AccessKeyRecord>;
}

export interface ManagedPolicyRecord {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: string;
  readonly description: string;
  /** What is in force: the default version's. */
  document: string;
  /** Absent where there never was another one. */
  versions?: readonly PolicyVersion[];
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: string;
  readonly isDefault: boolean;
}

export interface InstanceProfileRecord {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: string;
  readonly roles: Set<string>;
}

interface IamState {
  readonly roles: Map<string, RoleRecord>;
  readonly users: Map<string, UserRecord>;
  readonly policies: Map<string, ManagedPolicyRecord>;
  readonly instanceProfiles: Map<string, InstanceProfileRecord>;
}

export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly body: string;
  readonly size: number;
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Record<string, string>;
  readonly lastModified: string;
}

export interface BucketRecord {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: string;
  versioning?: 'Enabled' | 'Suspended';
  policy?: string | undefined;
  readonly settings: Map<string, JsonObject>;
  /** Newest version first. */
  readonly objects: Map<string, ObjectVersion[]>;
}

interface KinesisRecord {
  readonly sequence: string;
  readonly partitionKey: string;
  readonly data: string;
  readonly arrivedAt: number;
}

export interface ShardRecord {
  readonly id: string;
  readonly startHash: string;
  readonly endHash: string;
  nextSequence: string;
  records: KinesisRecord[];
}

export interface StreamRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  retentionHours: number;
  readonly shards: ShardRecord[];
}

export interface TrailRecord {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  logging: boolean;
  startedAt?: string;
  stoppedAt?: string;
}

export interface RuleRecord {
  readonly name: string;
  readonly arn: string;
  pattern: string;
  state: string;
  description: string;
  readonly targets: Map<string, { readonly Id: string; readonly Arn: string; readonly RoleArn?: string | undefined }>;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface TableRecord {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: string;
  readonly keySchema: { readonly AttributeName: string; readonly KeyType: string }[];
  readonly attributes: { readonly AttributeName: string; readonly AttributeType: string }[];
  billingMode: string;
  /** Absent where the table is paid by request. */
  throughput?: Throughput | undefined;
  deletionProtection?: boolean;
  /** When point-in-time recovery was turned on; absent while it is off. */
  recoverableSince?: string | undefined;
  /** The attribute that says when an item expires. */
  ttlAttribute?: string | undefined;
  policy?: { readonly text: string; readonly revision: string } | undefined;
  readonly items: Map<string, JsonObject>;
}

export interface TableBackupRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: 'USER' | 'SYSTEM';
  readonly createdAt: string;
  readonly table: Pick<TableRecord, 'name' | 'arn' | 'id' | 'createdAt' | 'keySchema' | 'billingMode'>;
  readonly itemCount: number;
}

export interface ParameterRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: string;
}

/** Everything that lives in one Region of one account. */
export interface RegionState {
  readonly name: string;
  readonly stacks: Map<string, StackRecord>;
  readonly streams: Map<string, StreamRecord>;
  readonly trails: Map<string, TrailRecord>;
  readonly rules: Map<string, RuleRecord>;
  readonly tables: Map<string, TableRecord>;
  /** By ARN; absent in what an earlier version kept. */
  tableBackups?: Map<string, TableBackupRecord>;
  readonly parameters: Map<string, ParameterRecord>;
  readonly ec2: Ec2State;
}

export interface AccountState {
  readonly id: string;
  readonly iam: IamState;
  readonly regions: Map<string, RegionState>;
  /** Management records of the last while, oldest first, for LookupEvents. */
  readonly history: JsonObject[];
}

export interface OrgAccount {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: string;
  readonly method: 'INVITED' | 'CREATED';
  parentId: string;
}

export interface OrgUnit {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly parentId: string;
}

export interface OrgPolicy {
  readonly id: string;
  readonly arn: string;
  name: string;
  description: string;
  readonly type: string;
  readonly awsManaged: boolean;
  content: string;
  readonly targets: Set<string>;
}

export interface CreateAccountRequest {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly requestedAt: string;
  /** The request answers SUCCEEDED, or FAILED, from this moment on. */
  readonly readyAt: string;
  /** Why no account comes of it, in the words of FailureReason. */
  readonly failure?: string;
}

export interface OrganizationState {
  readonly id: string;
  readonly rootId: string;
  readonly createdAt: string;
  readonly policyTypes: Set<string>;
  readonly accounts: Map<string, OrgAccount>;
  readonly units: Map<string, OrgUnit>;
  readonly policies: Map<string, OrgPolicy>;
  readonly requests: Map<string, CreateAccountRequest>;
  readonly tags: Map<string, Tag[]>;
}

/** The whole cloud. Maps and Sets only where names come from callers, so that no name collides with a built-in one. */
export interface CloudState {
  readonly version: 1;
  readonly managementAccount: string;
  organization: OrganizationState | null;
  readonly accounts: Map<string, AccountState>;
  readonly credentials: Map<string, Credential>;
  readonly buckets: Map<string, BucketRecord>;
}
