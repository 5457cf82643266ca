import { uuid } from '../ids.ts';
import type { StackRecord, StackResource } from '../state/stacks.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';
/** Events a stack keeps; a lab's stack writes some dozens. */
const EVENT_LIMIT = 1_000;

function add(stack: StackRecord, event: Omit<StackRecord['events'][number], 'id' | 'token'>): void {
  stack.events.push({ id: uuid(), token: stack.token, ...event });
  if (stack.events.length > EVENT_LIMIT) stack.events.shift();
}

/** Brings a stack into a status and writes the event. */
export function setStackStatus(stack: StackRecord, status: string, now: Date, reason?: string): void {
  stack.status = status;
  stack.reason = reason;
  add(stack, { at: now.toISOString(), logicalId: stack.name, physicalId: stack.id, type: STACK_TYPE, status, reason });
}

/** What became of a resource. */
interface Change {
  readonly status: string;
  readonly reason?: string;
}

/** Brings a resource of a stack into a status and writes the event. */
export function setResourceStatus(stack: StackRecord, resource: StackResource, { status, reason }: Change, now: Date): void {
  resource.status = status;
  resource.reason = reason;
  resource.updatedAt = now.toISOString();
  add(stack, {
    at: resource.updatedAt, logicalId: resource.logicalId, physicalId: resource.physicalId, type: resource.type, status, reason,
  });
}
