import type { JsonObject, Tag } from './values.ts';

/** A rule lets a block of addresses in or out, or whoever is in a group. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly egress: boolean;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidr?: string | undefined;
  /** Id of the group that the rule refers to, instead of a block. */
  readonly group?: string | undefined;
}

export interface SecurityGroupRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  tags: Tag[];
  rules: SecurityGroupRule[];
}

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

export interface InstanceRecord {
  readonly id: string;
  readonly reservationId: string;
  readonly imageId: string;
  instanceType: string;
  readonly launchedAt: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly securityGroups: string[];
  readonly privateIp: string;
  readonly clientToken: string;
  state: InstanceState;
  tags: Tag[];
  /** Termination and stop protection; absent is off. */
  disableApiTermination?: boolean;
  disableApiStop?: boolean;
  readonly profileArn?: string | undefined;
  readonly placementGroup?: string | undefined;
}

export interface VolumeRecord {
  readonly id: string;
  readonly size: number;
  readonly type: string;
  readonly iops: number;
  readonly snapshotId?: string | undefined;
  readonly createdAt: string;
  attachment?: { readonly instanceId: string; readonly device: string; readonly deleteOnTermination: boolean } | undefined;
  tags: Tag[];
}

export interface EbsSnapshotRecord {
  readonly id: string;
  readonly volumeId: string;
  readonly size: number;
  readonly startedAt: string;
  tags: Tag[];
}

export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly snapshotIds: readonly string[];
  tags: Tag[];
}

export interface KeyPairRecord {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  tags: Tag[];
}

export interface AddressRecord {
  readonly id: string;
  readonly publicIp: string;
  association?: { readonly id: string; readonly instanceId: string } | undefined;
  tags: Tag[];
}

export interface NetworkInterfaceRecord {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateIp: string;
  readonly groups: readonly string[];
  attachment?: { readonly id: string; readonly instanceId: string; readonly deleteOnTermination: boolean } | undefined;
  tags: Tag[];
}

export interface LaunchTemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly data: JsonObject;
  tags: Tag[];
}

export interface PlacementGroupRecord {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  tags: Tag[];
}

export interface SpotRequestRecord {
  readonly id: string;
  readonly type: 'one-time' | 'persistent';
  state: 'active' | 'cancelled' | 'closed';
  instanceId: string;
  tags: Tag[];
}

/** What EC2 has in one Region; by id, key pairs and placement groups by name. */
export interface Ec2State {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly groups: Map<string, SecurityGroupRecord>;
  readonly instances: Map<string, InstanceRecord>;
  readonly volumes: Map<string, VolumeRecord>;
  readonly snapshots: Map<string, EbsSnapshotRecord>;
  readonly images: Map<string, ImageRecord>;
  readonly keyPairs: Map<string, KeyPairRecord>;
  readonly addresses: Map<string, AddressRecord>;
  readonly networkInterfaces: Map<string, NetworkInterfaceRecord>;
  readonly launchTemplates: Map<string, LaunchTemplateRecord>;
  readonly placementGroups: Map<string, PlacementGroupRecord>;
  readonly spotRequests: Map<string, SpotRequestRecord>;
}
