import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { hexId } from '../ids.ts';
import type { SpotRequestRecord } from '../state/ec2.ts';
import { applyFilters, ec2Arn, filters, need, tagSet } from './find.ts';

/** The request that stands behind an instance on the spot market. */
export function makeSpotRequest(context: CallContext, type: SpotRequestRecord['type'], instanceId: string): void {
  const id = hexId('sir-', 8);
  context.region.ec2.spotRequests.set(id, { id, type, state: 'active', instanceId, tags: [] });
}

const describeSpotInstanceRequests = operation({
  name: 'DescribeSpotInstanceRequests',
  access: 'read',
  input: z.object({ Filter: filters }),
  run: (input, context) => ({
    spotInstanceRequestSet: applyFilters([...context.region.ec2.spotRequests.values()], input.Filter, (one, name) => (name === 'state' ? [one.state] : null))
      .map(({ id, type, state, instanceId, tags }) => ({ spotInstanceRequestId: id, type, state, instanceId, tagSet: tagSet(tags) })),
  }),
});

/** The instance that a request brought goes on running. */
const cancelSpotInstanceRequests = operation({
  name: 'CancelSpotInstanceRequests',
  access: 'write',
  input: z.object({ SpotInstanceRequestId: list(z.string()) }),
  target: (input, context) => ({ arn: ec2Arn(context, `spot-instances-request/${input.SpotInstanceRequestId[0] ?? '*'}`) }),
  run: (input, context) => {
    const requests = input.SpotInstanceRequestId.map((id) => need(context.region.ec2.spotRequests, id, 'InvalidSpotInstanceRequestID.NotFound'));
    for (const request of requests) request.state = 'cancelled';
    return { spotInstanceRequestSet: requests.map(({ id, state }) => ({ spotInstanceRequestId: id, state })) };
  },
});

/** Requests on the spot market, which come with RunInstances; RequestSpotInstances is not here. */
export const spotRequestOperations: readonly Operation[] = [describeSpotInstanceRequests, cancelSpotInstanceRequests];
