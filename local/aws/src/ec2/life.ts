import { pause } from '../dispatch/background.ts';
import type { CallContext } from '../dispatch/cloud.ts';
import { hexId } from '../ids.ts';
import type { InstanceRecord, InstanceState } from '../state/ec2.ts';
import { makeInterface } from './network-interfaces.ts';
import { makeVolume, type VolumeWish } from './volumes.ts';

/** A volume that comes with an instance. */
export interface DeviceWish extends VolumeWish {
  readonly device: string;
  readonly deleteOnTermination: boolean;
}

/** Puts an instance there with its network interface and volumes; it runs after the usual time. */
export function bringUp(context: CallContext, instance: InstanceRecord, devices: readonly DeviceWish[]): void {
  const { id: instanceId, subnetId, securityGroups: groups, privateIp } = instance;
  context.region.ec2.instances.set(instanceId, instance);
  makeInterface(context, { subnetId, groups, privateIp, attachment: { id: hexId('eni-attach-0', 16), instanceId, deleteOnTermination: true } });
  for (const { device, deleteOnTermination, ...wish } of devices) makeVolume(context, wish, { attachment: { instanceId, device, deleteOnTermination } });
}

const LOOK_MS = 5;

/** Moves instances on to a state after the usual time, unless something else happened to them meanwhile. */
export function moveOn(context: CallContext, instances: readonly InstanceRecord[], from: InstanceState, to: InstanceState): void {
  const { cloud } = context;
  for (const instance of instances) {
    cloud.background(instance.id, async (signal) => {
      await pause(cloud.provisionDelayMs, signal);
      if (to === 'terminated') while (cloud.faults.current.holdTermination === true) await pause(LOOK_MS, signal);
      if (instance.state === from) {
        instance.state = to;
        if (to === 'terminated') leave(context, instance);
      }
      cloud.changed();
    });
  }
}

/** What a terminated instance takes with it, and what it leaves. */
function leave(context: CallContext, instance: InstanceRecord): void {
  const { volumes, networkInterfaces, addresses } = context.region.ec2;
  for (const held of [volumes, networkInterfaces]) {
    for (const [id, one] of held) {
      if (one.attachment?.instanceId !== instance.id) continue;
      if (one.attachment.deleteOnTermination) held.delete(id);
      else delete one.attachment;
    }
  }
  for (const address of addresses.values()) if (address.association?.instanceId === instance.id) delete address.association;
  answerSpotRequest(context, instance);
}

/** A persistent request brings another instance as long as nobody cancels it. EC2 User Guide, "Spot Instance request status". */
function answerSpotRequest(context: CallContext, instance: InstanceRecord): void {
  const request = [...context.region.ec2.spotRequests.values()].find((one) => one.instanceId === instance.id && one.state === 'active');
  if (!request) return;
  if (request.type === 'one-time') {
    request.state = 'closed';
    return;
  }
  const another: InstanceRecord = { ...instance, id: hexId('i-0', 16), clientToken: '', state: 'pending' };
  request.instanceId = another.id;
  bringUp(context, another, []);
  moveOn(context, [another], 'pending', 'running');
}
