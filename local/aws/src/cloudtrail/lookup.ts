import { z } from 'zod';
import { list, page, whole } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import type { JsonObject } from '../state/model.ts';

/** LookupEvents answers two calls a second for each account and Region. CloudTrail User Guide, "Quotas". */
const CALLS_PER_SECOND = 2;
const RESOURCE_FIELDS: readonly (readonly [field: string, type: string])[] = [
  ['bucketName', 'AWS::S3::Bucket'],
  ['roleName', 'AWS::IAM::Role'],
  ['userName', 'AWS::IAM::User'],
  ['stackName', 'AWS::CloudFormation::Stack'],
  ['instanceId', 'AWS::EC2::Instance'],
];

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  // Safe: any non-null object can be read by string keys.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function resourcesOf(record: JsonObject): { ResourceName: string; ResourceType: string }[] {
  const parameters = asObject(record['requestParameters']);
  return RESOURCE_FIELDS.flatMap(([field, type]) => {
    const name = parameters[field];
    return typeof name === 'string' ? [{ ResourceName: name, ResourceType: type }] : [];
  });
}

function userNameOf(record: JsonObject): string | undefined {
  const identity = asObject(record['userIdentity']);
  const arn = String(identity['arn'] ?? '');
  return identity['type'] === 'AssumedRole' ? arn.split('/').at(-1) : String(identity['userName'] ?? '');
}

function describeEvent(record: JsonObject) {
  const accessKeyId = asObject(record['userIdentity'])['accessKeyId'];
  return {
    EventId: record['eventID'],
    EventName: record['eventName'],
    ReadOnly: String(record['readOnly']),
    AccessKeyId: accessKeyId,
    EventTime: new Date(String(record['eventTime'])),
    EventSource: record['eventSource'],
    Username: userNameOf(record),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

type Described = ReturnType<typeof describeEvent>;

const ATTRIBUTES: Readonly<Record<string, (event: Described, value: string) => boolean>> = {
  EventId: (event, value) => event.EventId === value,
  EventName: (event, value) => event.EventName === value,
  EventSource: (event, value) => event.EventSource === value,
  ReadOnly: (event, value) => event.ReadOnly === value,
  Username: (event, value) => event.Username === value,
  AccessKeyId: (event, value) => event.AccessKeyId === value,
  ResourceName: (event, value) => event.Resources.some((one) => one.ResourceName === value),
  ResourceType: (event, value) => event.Resources.some((one) => one.ResourceType === value),
};

/** Calls of the last second by account and Region; a memory of no more than the last calls. */
const recent = new WeakMap<object, Map<string, number[]>>();

function limitRate(owner: object, key: string, now: Date): void {
  const calls = recent.get(owner) ?? new Map<string, number[]>();
  recent.set(owner, calls);
  const lastSecond = (calls.get(key) ?? []).filter((at) => at > now.getTime() - 1_000);
  if (lastSecond.length >= CALLS_PER_SECOND) throw new AwsError('ThrottlingException', 'Rate exceeded');
  calls.set(key, [...lastSecond, now.getTime()]);
}

export const lookupEvents = operation({
  name: 'LookupEvents',
  access: 'read',
  input: z.object({
    LookupAttributes: list(z.object({ AttributeKey: z.enum(Object.keys(ATTRIBUTES)), AttributeValue: z.string() })),
    StartTime: z.number().optional(),
    EndTime: z.number().optional(),
    MaxResults: whole.min(1).max(50).default(50),
    NextToken: z.string().optional(),
  }),
  run: (input, { account, cloud, now, region }) => {
    if (cloud.faults.current.limitLookupEvents) limitRate(cloud, `${account.id}/${region.name}`, now);
    const from = (input.StartTime ?? 0) * 1000;
    const until = input.EndTime === undefined ? Infinity : input.EndTime * 1000;
    const found = account.history
      .filter((record) => record['awsRegion'] === region.name)
      .map(describeEvent)
      .filter((event) => event.EventTime.getTime() >= from && event.EventTime.getTime() <= until)
      .filter((event) => input.LookupAttributes.every(({ AttributeKey, AttributeValue }) => ATTRIBUTES[AttributeKey]?.(event, AttributeValue) ?? false))
      .toReversed();
    const { items, next } = page(found, input.NextToken, input.MaxResults);
    return { Events: items, NextToken: next };
  },
});
