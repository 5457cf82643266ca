import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list, whole } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { VolumeRecord } from '../state/ec2.ts';
import { ec2Arn, instanceOf, need, tagSet, tagsFor, tagSpecifications } from './find.ts';
import { trailAnswer } from './trail-answer.ts';

/** What a new volume is to be. */
export interface VolumeWish {
  readonly size: number;
  readonly type: string;
  readonly iops: number;
}

/** Condition keys of a volume that is made. Service Authorization Reference, Amazon EC2. */
export function volumeConditions({ size, type, iops }: VolumeWish): Record<string, string> {
  return { 'ec2:VolumeSize': String(size), 'ec2:VolumeType': type, 'ec2:VolumeIops': String(iops) };
}

const DEFAULT_SIZE = 8;
const DEFAULT_TYPE = 'gp3';
const DEFAULT_IOPS = 3_000;

export function volumeWish(given: { readonly size?: number | undefined; readonly type?: string | undefined; readonly iops?: number | undefined }): VolumeWish {
  return { size: given.size ?? DEFAULT_SIZE, type: given.type ?? DEFAULT_TYPE, iops: given.iops ?? DEFAULT_IOPS };
}

/** Makes a volume, attached or not. */
export function makeVolume(context: CallContext, wish: VolumeWish, more: Pick<VolumeRecord, 'attachment' | 'snapshotId'> = {}): VolumeRecord {
  const volume: VolumeRecord = { id: hexId('vol-0', 16), ...wish, createdAt: context.now.toISOString(), tags: [], ...more };
  context.region.ec2.volumes.set(volume.id, volume);
  return volume;
}

function describe(context: CallContext, volume: VolumeRecord) {
  const { attachment } = volume;
  const status = attachment === undefined ? 'available' : 'in-use';
  return {
    volumeId: volume.id, size: volume.size, volumeType: volume.type, iops: volume.iops, snapshotId: volume.snapshotId ?? '', status,
    availabilityZone: `${context.region.name}a`, createTime: new Date(volume.createdAt), tagSet: tagSet(volume.tags),
    attachmentSet: attachment === undefined ? [] : [{ volumeId: volume.id, instanceId: attachment.instanceId, device: attachment.device, status: 'attached', deleteOnTermination: attachment.deleteOnTermination }],
  };
}

const createInput = z.object({
  AvailabilityZone: z.string().optional(),
  Size: whole.optional(),
  VolumeType: z.string().optional(),
  Iops: whole.optional(),
  SnapshotId: z.string().optional(),
  TagSpecification: tagSpecifications,
});

function wished(input: z.output<typeof createInput>, context: CallContext): VolumeWish {
  const snapshot = input.SnapshotId === undefined ? undefined : context.region.ec2.snapshots.get(input.SnapshotId);
  return volumeWish({ size: input.Size ?? snapshot?.size, type: input.VolumeType, iops: input.Iops });
}

const createVolume = operation({
  name: 'CreateVolume',
  access: 'write',
  input: createInput,
  target: (input, context) => ({ arn: ec2Arn(context, 'volume/*'), conditions: volumeConditions(wished(input, context)) }),
  run: (input, context) => {
    const volume = makeVolume(context, wished(input, context), { snapshotId: input.SnapshotId });
    volume.tags = tagsFor(input.TagSpecification, 'volume');
    return describe(context, volume);
  },
  trail: { response: (output, context) => trailAnswer(output, context.requestId) },
});

const one = z.object({ VolumeId: z.string() });
const onVolume = (input: { readonly VolumeId: string }, context: CallContext) => ({ arn: ec2Arn(context, `volume/${input.VolumeId}`) });

const deleteVolume = operation({
  name: 'DeleteVolume',
  access: 'write',
  input: one,
  target: onVolume,
  run: (input, context) => {
    const volume = need(context.region.ec2.volumes, input.VolumeId, 'InvalidVolume.NotFound');
    if (volume.attachment) throw new AwsError('VolumeInUse', `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`);
    context.region.ec2.volumes.delete(volume.id);
    return { return: true };
  },
});

const attachVolume = operation({
  name: 'AttachVolume',
  access: 'write',
  input: one.extend({ InstanceId: z.string(), Device: z.string() }),
  target: onVolume,
  run: (input, context) => {
    const volume = need(context.region.ec2.volumes, input.VolumeId, 'InvalidVolume.NotFound');
    if (volume.attachment) throw new AwsError('VolumeInUse', `${volume.id} is already attached to an instance`);
    volume.attachment = { instanceId: instanceOf(context, input.InstanceId).id, device: input.Device, deleteOnTermination: false };
    return { volumeId: volume.id, instanceId: input.InstanceId, device: input.Device, status: 'attached' };
  },
});

const describeVolumes = operation({
  name: 'DescribeVolumes',
  access: 'read',
  input: z.object({ VolumeId: list(z.string()) }),
  run: (input, context) => {
    const found = input.VolumeId.length > 0 ? input.VolumeId.map((id) => need(context.region.ec2.volumes, id, 'InvalidVolume.NotFound')) : [...context.region.ec2.volumes.values()];
    return { volumeSet: found.map((volume) => describe(context, volume)) };
  },
});

/** Volumes: what instances have, and what is made by itself. */
export const volumeOperations: readonly Operation[] = [createVolume, deleteVolume, attachVolume, describeVolumes];
