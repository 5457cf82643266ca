import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { flag } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import type { TrailRecord } from '../state/model.ts';
import { lookupEvents } from './lookup.ts';

const named = z.object({ Name: z.string() });

function arnOf(context: CallContext, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:cloudtrail:${context.region.name}:${context.account.id}:trail/${nameOrArn}`;
}

const onTrail = (input: { readonly Name: string }, context: CallContext) => ({ arn: arnOf(context, input.Name) });

function trailOf(context: CallContext, nameOrArn: string): TrailRecord {
  const trail = context.region.trails.get(nameOrArn.split('/').at(-1) ?? nameOrArn);
  if (trail) return trail;
  throw new AwsError('TrailNotFoundException', `Unknown trail: ${arnOf(context, nameOrArn)} for the user: ${context.account.id}`, 404);
}

function describeTrail(trail: TrailRecord) {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: trail.multiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: false,
    IsOrganizationTrail: trail.organization,
  };
}

const createTrail = operation({
  name: 'CreateTrail',
  access: 'write',
  input: z.object({
    Name: z.string().regex(/^[\w.-]{3,128}$/),
    S3BucketName: z.string(),
    IsMultiRegionTrail: flag.default(false),
    IsOrganizationTrail: flag.default(false),
  }),
  target: onTrail,
  run: (input, context) => {
    if (context.region.trails.has(input.Name)) {
      throw new AwsError('TrailAlreadyExistsException', `Trail ${input.Name} already exists for customer: ${context.account.id}`);
    }
    if (!context.cloud.state.buckets.has(input.S3BucketName)) {
      throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${input.S3BucketName} does not exist!`);
    }
    const trail: TrailRecord = {
      name: input.Name,
      arn: arnOf(context, input.Name),
      bucket: input.S3BucketName,
      multiRegion: input.IsMultiRegionTrail,
      organization: input.IsOrganizationTrail,
      logging: false,
    };
    context.region.trails.set(trail.name, trail);
    return describeTrail(trail);
  },
});

const describeTrails = operation({
  name: 'DescribeTrails',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ trailList: [...context.region.trails.values()].map(describeTrail) }),
});

const startLogging = operation({
  name: 'StartLogging',
  access: 'write',
  input: named,
  target: onTrail,
  run: (input, context) => {
    Object.assign(trailOf(context, input.Name), { logging: true, startedAt: context.now.toISOString() });
    return {};
  },
});

const stopLogging = operation({
  name: 'StopLogging',
  access: 'write',
  input: named,
  target: onTrail,
  run: (input, context) => {
    Object.assign(trailOf(context, input.Name), { logging: false, stoppedAt: context.now.toISOString() });
    return {};
  },
});

const getTrailStatus = operation({
  name: 'GetTrailStatus',
  access: 'read',
  input: named,
  target: onTrail,
  run: (input, context) => {
    const trail = trailOf(context, input.Name);
    return {
      IsLogging: trail.logging,
      ...(trail.startedAt === undefined ? {} : { StartLoggingTime: new Date(trail.startedAt) }),
      ...(trail.stoppedAt === undefined ? {} : { StopLoggingTime: new Date(trail.stoppedAt) }),
    };
  },
});

const deleteTrail = operation({
  name: 'DeleteTrail',
  access: 'write',
  input: named,
  target: onTrail,
  run: (input, context) => {
    context.region.trails.delete(trailOf(context, input.Name).name);
    return {};
  },
});

/** CloudTrail: the event history, and trails that only say whether they are logging. */
export const cloudtrail = service({
  id: 'cloudtrail',
  protocol: 'json1.1',
  operations: [lookupEvents, createTrail, describeTrails, startLogging, stopLogging, getTrailStatus, deleteTrail],
});
