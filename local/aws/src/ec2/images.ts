import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { EbsSnapshotRecord, VolumeRecord } from '../state/ec2.ts';
import { instanceOf, need, tagSet, tagsFor, tagSpecifications } from './find.ts';

function snapshotOf(context: CallContext, volume: VolumeRecord): EbsSnapshotRecord {
  const snapshot: EbsSnapshotRecord = { id: hexId('snap-0', 16), volumeId: volume.id, size: volume.size, startedAt: context.now.toISOString(), tags: [] };
  context.region.ec2.snapshots.set(snapshot.id, snapshot);
  return snapshot;
}

function describeSnapshot(context: CallContext, snapshot: EbsSnapshotRecord) {
  return {
    snapshotId: snapshot.id, volumeId: snapshot.volumeId, volumeSize: snapshot.size, status: 'completed', progress: '100%', startTime: new Date(snapshot.startedAt),
    ownerId: context.account.id, description: '', tagSet: tagSet(snapshot.tags),
  };
}

const createSnapshot = operation({
  name: 'CreateSnapshot',
  access: 'write',
  input: z.object({ VolumeId: z.string(), TagSpecification: tagSpecifications }),
  target: (_input, { region }) => ({ arn: `arn:aws:ec2:${region.name}::snapshot/*` }),
  run: (input, context) => {
    const snapshot = snapshotOf(context, need(context.region.ec2.volumes, input.VolumeId, 'InvalidVolume.NotFound'));
    snapshot.tags = tagsFor(input.TagSpecification, 'snapshot');
    return describeSnapshot(context, snapshot);
  },
});

const deleteSnapshot = operation({
  name: 'DeleteSnapshot',
  access: 'write',
  input: z.object({ SnapshotId: z.string() }),
  target: (input, { region }) => ({ arn: `arn:aws:ec2:${region.name}::snapshot/${input.SnapshotId}` }),
  run: (input, context) => {
    const { id } = need(context.region.ec2.snapshots, input.SnapshotId, 'InvalidSnapshot.NotFound');
    const image = [...context.region.ec2.images.values()].find(({ snapshotIds }) => snapshotIds.includes(id));
    if (image) throw new AwsError('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${image.id}`);
    context.region.ec2.snapshots.delete(id);
    return { return: true };
  },
});

/** There is nobody else's here: whoever asks for other owners than itself gets none. */
const isOwn = (owners: readonly string[], context: CallContext): boolean => owners.length === 0 || owners.includes('self') || owners.includes(context.account.id);

const describeSnapshots = operation({
  name: 'DescribeSnapshots',
  access: 'read',
  input: z.object({ Owner: list(z.string()) }),
  run: (input, context) => ({
    snapshotSet: isOwn(input.Owner, context) ? [...context.region.ec2.snapshots.values()].map((one) => describeSnapshot(context, one)) : [],
  }),
});

const createImage = operation({
  name: 'CreateImage',
  access: 'write',
  input: z.object({ InstanceId: z.string(), Name: z.string() }),
  target: (_input, { region }) => ({ arn: `arn:aws:ec2:${region.name}::image/*` }),
  run: (input, context) => {
    const { id: instanceId } = instanceOf(context, input.InstanceId);
    const volumes = [...context.region.ec2.volumes.values()].filter(({ attachment }) => attachment?.instanceId === instanceId);
    const id = hexId('ami-0', 16);
    const snapshotIds = volumes.map((volume) => snapshotOf(context, volume).id);
    context.region.ec2.images.set(id, { id, name: input.Name, createdAt: context.now.toISOString(), snapshotIds, tags: [] });
    return { imageId: id };
  },
});

const deregisterImage = operation({
  name: 'DeregisterImage',
  access: 'write',
  input: z.object({ ImageId: z.string() }),
  target: (input, { region }) => ({ arn: `arn:aws:ec2:${region.name}::image/${input.ImageId}` }),
  run: (input, context) => {
    context.region.ec2.images.delete(need(context.region.ec2.images, input.ImageId, 'InvalidAMIID.NotFound').id);
    return { return: true };
  },
});

const describeImages = operation({
  name: 'DescribeImages',
  access: 'read',
  input: z.object({ Owner: list(z.string()) }),
  run: (input, context) => ({
    imagesSet: (isOwn(input.Owner, context) ? [...context.region.ec2.images.values()] : []).map((image) => ({
      imageId: image.id, name: image.name, imageState: 'available', imageOwnerId: context.account.id, creationDate: image.createdAt, tagSet: tagSet(image.tags),
      blockDeviceMapping: image.snapshotIds.map((snapshotId) => ({ deviceName: '/dev/xvda', ebs: { snapshotId } })),
    })),
  }),
});

/** Snapshots of volumes, and images made of instances. */
export const imageOperations: readonly Operation[] = [createSnapshot, deleteSnapshot, describeSnapshots, createImage, deregisterImage, describeImages];
