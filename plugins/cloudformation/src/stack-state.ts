import type { StackEvent, StackResourceSummary, Stack } from '@aws-sdk/client-cloudformation';
import type { EnvironmentState, ResourceState } from '@cloudclass/plugin-contract';

/** What CloudFormation says of a stack. */
export interface StackFacts {
  readonly stack: Stack;
  readonly resources: readonly StackResourceSummary[];
  /** Newest first, as the API gives them. */
  readonly events: readonly StackEvent[];
}

/** CloudFormation cancels what it had not begun when another resource fails; that is a consequence, not a cause. */
const CONSEQUENCE = /resource creation cancelled/i;

/**
 * Reads a stack's status as the state of a lab's environment.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html (stack status codes)
 */
export function environmentOf({ stack, resources: summaries, events }: StackFacts): EnvironmentState {
  const resources = summaries.map(resourceOf);
  const status = stack.StackStatus ?? '';
  if (status === 'DELETE_COMPLETE') return { status: 'absent' };
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return { status: 'ready', resources, outputs: outputsOf(stack) };
  if (status === 'CREATE_IN_PROGRESS' || status === 'REVIEW_IN_PROGRESS') return { status: 'creating', resources };
  if (status === 'DELETE_IN_PROGRESS') return { status: 'deleting', resources };
  return { status: 'failed', resources, reason: rootCause(events) ?? stack.StackStatusReason ?? status };
}

function outputsOf(stack: Stack): Record<string, string> {
  const entries = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The first failure, in AWS's words, with the resource it befell. */
export function rootCause(events: readonly StackEvent[]): string | undefined {
  const failures = events.filter((event) => event.ResourceStatus?.endsWith('_FAILED') === true && !CONSEQUENCE.test(event.ResourceStatusReason ?? ''));
  const first = failures.at(-1);
  return first === undefined ? undefined : `${first.LogicalResourceId ?? 'stack'}: ${first.ResourceStatusReason ?? first.ResourceStatus}`;
}

const resourceStatuses: Readonly<Record<string, Exclude<ResourceState['status'], 'failed'>>> = {
  CREATE_IN_PROGRESS: 'creating',
  CREATE_COMPLETE: 'ready',
  UPDATE_IN_PROGRESS: 'creating',
  UPDATE_COMPLETE: 'ready',
  DELETE_IN_PROGRESS: 'deleting',
  DELETE_COMPLETE: 'deleted',
  DELETE_SKIPPED: 'deleted',
};

function resourceOf(summary: StackResourceSummary): ResourceState {
  const { LogicalResourceId: logicalId = '', ResourceType: type = '', ResourceStatus: raw = '', PhysicalResourceId: physicalId } = summary;
  if (raw.endsWith('_FAILED')) return { status: 'failed', logicalId, type, reason: summary.ResourceStatusReason ?? raw };
  const status = resourceStatuses[raw] ?? 'waiting';
  return { status, logicalId, type, ...(physicalId === undefined ? {} : { physicalId }) };
}
