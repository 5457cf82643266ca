import {
  CancelSpotInstanceRequestsCommand, DeleteKeyPairCommand, DeleteLaunchTemplateCommand, DeleteNetworkInterfaceCommand, DeletePlacementGroupCommand, DeleteSnapshotCommand, DeleteVolumeCommand,
  DeregisterImageCommand, DescribeAddressesCommand, DescribeKeyPairsCommand, DescribePlacementGroupsCommand, DisassociateAddressCommand, ModifyInstanceAttributeCommand, paginateDescribeImages,
  paginateDescribeInstances, paginateDescribeLaunchTemplates, paginateDescribeNetworkInterfaces, paginateDescribeSnapshots, paginateDescribeSpotInstanceRequests, paginateDescribeVolumes,
  ReleaseAddressCommand, TerminateInstancesCommand, type EC2Client,
} from '@aws-sdk/client-ec2';
import { listSecurityGroups, removeSecurityGroup } from './security-groups.ts';

/** A kind of thing that is made in EC2. */
interface Kind {
  /** As in an ARN. */
  readonly type: string;
  /** What there is in a Region, by what follows the type in an ARN. */
  list(client: EC2Client): Promise<string[]>;
  remove(client: EC2Client, id: string): Promise<unknown>;
}

/** Every page of a list, as ids. */
async function all<Page>(pages: AsyncIterable<Page>, idsOf: (page: Page) => readonly (string | undefined)[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...known(idsOf(page)));
  return ids;
}

function known(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id) => id !== undefined);
}

/** A request that is still open brings another instance for the one that is terminated. */
const spotRequests: Kind = {
  type: 'spot-instances-request',
  list: (client) => all(paginateDescribeSpotInstanceRequests({ client }, { Filters: [{ Name: 'state', Values: ['open', 'active', 'disabled'] }] }), ({ SpotInstanceRequests = [] }) => SpotInstanceRequests.map((one) => one.SpotInstanceRequestId)),
  remove: (client, id) => client.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [id] })),
};

/** A terminated one is listed for an hour more, and is not left. */
const THERE = ['pending', 'running', 'stopping', 'stopped', 'shutting-down'];

const instances: Kind = {
  type: 'instance',
  list: (client) => all(paginateDescribeInstances({ client }, { Filters: [{ Name: 'instance-state-name', Values: THERE }] }), ({ Reservations = [] }) => Reservations.flatMap(({ Instances = [] }) => Instances.map((one) => one.InstanceId))),
  remove: (client, id) => terminate(client, id),
};

/** Protection is looked for only where it shows: most instances have none. Stop protection holds against termination as well. */
async function terminate(client: EC2Client, InstanceId: string): Promise<void> {
  const termination = new TerminateInstancesCommand({ InstanceIds: [InstanceId] });
  try {
    await client.send(termination);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'OperationNotPermitted')) throw error;
    await client.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: false } }));
    await client.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
    await client.send(termination);
  }
}

/** Before the snapshots that they hold. */
const images: Kind = {
  type: 'image',
  list: (client) => all(paginateDescribeImages({ client }, { Owners: ['self'], IncludeDisabled: true }), ({ Images = [] }) => Images.filter(({ State }) => State !== 'deregistered').map((one) => one.ImageId)),
  remove: (client, ImageId) => client.send(new DeregisterImageCommand({ ImageId })),
};

const snapshots: Kind = {
  type: 'snapshot',
  list: (client) => all(paginateDescribeSnapshots({ client }, { OwnerIds: ['self'] }), ({ Snapshots = [] }) => Snapshots.map((one) => one.SnapshotId)),
  remove: (client, SnapshotId) => client.send(new DeleteSnapshotCommand({ SnapshotId })),
};

const volumes: Kind = {
  type: 'volume',
  list: (client) => all(paginateDescribeVolumes({ client }, {}), ({ Volumes = [] }) => Volumes.filter(({ State }) => State !== 'deleted').map((one) => one.VolumeId)),
  remove: (client, VolumeId) => client.send(new DeleteVolumeCommand({ VolumeId })),
};

const addresses: Kind = {
  type: 'elastic-ip',
  list: async (client) => known(((await client.send(new DescribeAddressesCommand({}))).Addresses ?? []).map((one) => one.AllocationId)),
  async remove(client, AllocationId) {
    const { Addresses: [address] = [] } = await client.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId] }));
    if (address?.AssociationId !== undefined) await client.send(new DisassociateAddressCommand({ AssociationId: address.AssociationId }));
    await client.send(new ReleaseAddressCommand({ AllocationId }));
  },
};

/** Those that a service of AWS keeps go with what it keeps them for. */
const networkInterfaces: Kind = {
  type: 'network-interface',
  list: (client) => all(paginateDescribeNetworkInterfaces({ client }, {}), ({ NetworkInterfaces = [] }) => NetworkInterfaces.filter((one) => one.RequesterManaged !== true).map((one) => one.NetworkInterfaceId)),
  remove: (client, NetworkInterfaceId) => client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
};

const launchTemplates: Kind = {
  type: 'launch-template',
  list: (client) => all(paginateDescribeLaunchTemplates({ client }, {}), ({ LaunchTemplates = [] }) => LaunchTemplates.map((one) => one.LaunchTemplateId)),
  remove: (client, LaunchTemplateId) => client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })),
};

const placementGroups: Kind = {
  type: 'placement-group',
  list: async (client) => known(((await client.send(new DescribePlacementGroupsCommand({}))).PlacementGroups ?? []).filter(({ State }) => State !== 'deleted').map((one) => one.GroupName)),
  remove: (client, GroupName) => client.send(new DeletePlacementGroupCommand({ GroupName })),
};

const keyPairs: Kind = {
  type: 'key-pair',
  list: async (client) => known(((await client.send(new DescribeKeyPairsCommand({}))).KeyPairs ?? []).map((one) => one.KeyName)),
  remove: (client, KeyName) => client.send(new DeleteKeyPairCommand({ KeyName })),
};

const securityGroups: Kind = { type: 'security-group', list: listSecurityGroups, remove: removeSecurityGroup };

/** In the order in which they can go. */
export const KINDS: readonly Kind[] = [spotRequests, instances, images, snapshots, volumes, addresses, networkInterfaces, launchTemplates, placementGroups, keyPairs, securityGroups];
