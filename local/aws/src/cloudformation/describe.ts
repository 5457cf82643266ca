import type { StackRecord, StackResource } from '../state/stacks.ts';
import { parseTemplate } from './template.ts';

/** A stack as DescribeStacks answers it; values of NoEcho parameters stay hidden. */
export function describeStack(stack: StackRecord) {
  const template = parseTemplate(stack.source.templateBody);
  const parameters = Object.entries(template.Parameters).map(([name, parameter]) => ({
    ParameterKey: name,
    ParameterValue: parameter.NoEcho ? '****' : (stack.source.parameters[name] ?? parameter.Default ?? ''),
  }));
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description || undefined,
    Parameters: parameters,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    Capabilities: stack.source.capabilities,
    Outputs: stack.outputs,
    RoleARN: stack.roleArn,
    Tags: stack.tags,
    EnableTerminationProtection: false,
  };
}

/** An event as DescribeStackEvents answers it. */
export function describeEvent(stack: StackRecord, event: StackRecord['events'][number]) {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ClientRequestToken: event.token,
  };
}

/** A resource as ListStackResources answers it. */
export function summarizeResource(resource: StackResource) {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId || undefined,
    ResourceType: resource.type,
    LastUpdatedTimestamp: new Date(resource.updatedAt),
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** A resource as DescribeStackResources answers it. */
export function describeResource(stack: StackRecord, resource: StackResource) {
  const { LastUpdatedTimestamp, ...rest } = summarizeResource(resource);
  return { StackName: stack.name, StackId: stack.id, Timestamp: LastUpdatedTimestamp, ...rest };
}
