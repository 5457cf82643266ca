import { isDeepStrictEqual } from 'node:util';
import { pause } from '../dispatch/background.ts';
import type { Cloud } from '../dispatch/cloud.ts';
import { asAwsError } from '../errors.ts';
import type { AccountState, JsonObject, RegionState } from '../state/model.ts';
import type { StackRecord, StackResource, StackSource } from '../state/stacks.ts';
import { dependencyOrder } from './dependencies.ts';
import { setResourceStatus, setStackStatus } from './events.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Provider, ProviderCall } from './provider.ts';
import { PROVIDERS } from './providers.ts';
import { scopeOf } from './scope.ts';
import { parseTemplate, type Template, templateError } from './template.ts';

/** One stack at work: where it lives and when to stop. */
export interface StackJob {
  readonly cloud: Cloud;
  readonly account: AccountState;
  readonly region: RegionState;
  readonly stack: StackRecord;
  readonly signal: AbortSignal;
}

/** The service name CloudTrail gives for calls a stack makes. */
const VIA = 'cloudformation.amazonaws.com';

/** The resource that stopped a stack, with its reason. */
export interface ResourceFailure {
  readonly logicalId: string;
  readonly reason: string;
}

/** How bringing a stack to its source ended: done, stopped by a failure, or overtaken by a deletion. */
export type Applied =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'failed'; readonly failure: ResourceFailure }
  | { readonly outcome: 'overtaken' };

function now(job: StackJob): Date {
  job.cloud.changed();
  return job.cloud.clock.now();
}

function providerOf(type: string): Provider {
  const provider = PROVIDERS.get(type);
  if (!provider) throw templateError(`Template format error: Unrecognized resource types: [${type}]`);
  return provider;
}

function providerCall(job: StackJob, logicalId: string, properties: JsonObject, made: (physicalId: string) => void): ProviderCall {
  const { cloud, account, region, stack } = job;
  const origin = { sourceIp: VIA, userAgent: VIA, host: VIA, via: VIA };
  return {
    logicalId,
    properties,
    stackName: stack.name,
    account: account.id,
    region,
    made,
    call: (service, operation, input) =>
      cloud.invoke({ service, operation, input, caller: stack.actor, region: region.name, origin }),
  };
}

/** The scope of the stack's template as far as its resources exist. */
function stackScope(job: StackJob, template: Template, source: StackSource): Scope {
  const { account, region, stack } = job;
  const place = { id: stack.id, name: stack.name, account: account.id, region: region.name };
  return scopeOf(template, source.parameters, place, stack.resources);
}

function failureReason(thrown: unknown, type: string): string {
  const error = asAwsError(thrown);
  const service = type.split('::')[1] ?? type;
  return `Resource handler returned message: "${error.message} (Service: ${service}, Status Code: ${error.status}, Error Code: ${error.code})"`;
}

/** Does one step on a resource: in progress, the usual time, the act, then complete or failed. */
async function step(job: StackJob, resource: StackResource, verb: 'CREATE' | 'UPDATE' | 'DELETE', act: () => Promise<void>): Promise<ResourceFailure | null> {
  const { cloud, stack } = job;
  setResourceStatus(stack, resource, { status: `${verb}_IN_PROGRESS` }, now(job));
  await pause(cloud.provisionDelayMs, job.signal);
  try {
    const fault = verb === 'CREATE' ? cloud.faults.resourceFailure(resource.type, resource.logicalId) : null;
    if (fault !== null) throw templateError(fault);
    await act();
    setResourceStatus(stack, resource, { status: `${verb}_COMPLETE` }, now(job));
    return null;
  } catch (thrown) {
    const reason = failureReason(thrown, resource.type);
    setResourceStatus(stack, resource, { status: `${verb}_FAILED`, reason }, now(job));
    return { logicalId: resource.logicalId, reason };
  }
}

function createResource(job: StackJob, logicalId: string, type: string, properties: JsonObject): Promise<ResourceFailure | null> {
  const resource: StackResource = {
    logicalId, type, physicalId: '', status: 'CREATE_IN_PROGRESS', updatedAt: now(job).toISOString(), properties, attributes: {},
  };
  job.stack.resources.set(logicalId, resource);
  return step(job, resource, 'CREATE', async () => {
    const made = (physicalId: string): void => {
      resource.physicalId = physicalId;
    };
    Object.assign(resource, await providerOf(type).create(providerCall(job, logicalId, properties, made)));
  });
}

function replaces(provider: Provider, before: JsonObject, after: JsonObject): boolean {
  return provider.replacedBy.some((name) => !isDeepStrictEqual(before[name], after[name]));
}

function updateResource(job: StackJob, resource: StackResource, properties: JsonObject): Promise<ResourceFailure | null> {
  const provider = providerOf(resource.type);
  return step(job, resource, 'UPDATE', async () => {
    if (replaces(provider, resource.properties, properties)) {
      await replaceResource(job, resource, properties);
    } else {
      const call = providerCall(job, resource.logicalId, properties, () => undefined);
      Object.assign(resource, await provider.update(call, resource.physicalId));
    }
    resource.properties = properties;
  });
}

/** Makes the new resource first; the old one, or a new one that failed half-way, is left over for the clean-up. */
async function replaceResource(job: StackJob, resource: StackResource, properties: JsonObject): Promise<void> {
  const replacement: StackResource = { ...resource, physicalId: '', properties, attributes: {} };
  const made = (physicalId: string): void => {
    replacement.physicalId = physicalId;
  };
  try {
    Object.assign(replacement, await providerOf(resource.type).create(providerCall(job, resource.logicalId, properties, made)));
  } catch (thrown) {
    if (replacement.physicalId !== '') job.stack.leftovers.push(replacement);
    throw thrown;
  }
  job.stack.leftovers.push({ ...resource });
  Object.assign(resource, { physicalId: replacement.physicalId, attributes: replacement.attributes });
}

function wantedIds(template: Template, scope: Scope): string[] {
  return dependencyOrder(template.Resources).filter((id) => {
    const condition = template.Resources[id]?.Condition;
    return condition === undefined || scope.condition(condition);
  });
}

/** A resource whose properties cannot be resolved fails before anything is asked of its service. */
function refuseResource(job: StackJob, logicalId: string, type: string, thrown: unknown): ResourceFailure {
  const reason = asAwsError(thrown).message;
  const resource = job.stack.resources.get(logicalId)
    ?? { logicalId, type, physicalId: '', status: '', updatedAt: '', properties: {}, attributes: {} };
  job.stack.resources.set(logicalId, resource);
  setResourceStatus(job.stack, resource, { status: resource.physicalId === '' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason }, now(job));
  return { logicalId, reason };
}

async function applyOne(job: StackJob, template: Template, scope: Scope, logicalId: string): Promise<ResourceFailure | null> {
  const declared = template.Resources[logicalId];
  if (!declared) return null;
  let properties: JsonObject;
  try {
    // Safe: an object resolves to an object, as no resource's properties are an intrinsic function.
    properties = resolve(declared.Properties, scope) as JsonObject;
  } catch (thrown) {
    return refuseResource(job, logicalId, declared.Type, thrown);
  }
  const existing = job.stack.resources.get(logicalId);
  if (!existing || existing.physicalId === '') return createResource(job, logicalId, declared.Type, properties);
  const settled = existing.status.endsWith('_COMPLETE');
  if (settled && isDeepStrictEqual(existing.properties, properties)) return null;
  return updateResource(job, existing, properties);
}

/**
 * Brings a stack's resources and outputs to what a source says, in dependency order; what is already so is left alone, so that work
 * cut short can be taken up again. Stops at the first failure, and when the stack is to be deleted meanwhile.
 */
export async function applySource(job: StackJob, source: StackSource): Promise<Applied> {
  const template = parseTemplate(source.templateBody);
  const scope = stackScope(job, template, source);
  const wanted = wantedIds(template, scope);
  for (const logicalId of wanted) {
    const failure = await applyOne(job, template, scope, logicalId);
    if (job.stack.status === 'DELETE_IN_PROGRESS') return { outcome: 'overtaken' };
    if (failure) return { outcome: 'failed', failure };
  }
  for (const [logicalId, resource] of job.stack.resources) {
    if (wanted.includes(logicalId)) continue;
    job.stack.resources.delete(logicalId);
    if (resource.physicalId !== '') job.stack.leftovers.push(resource);
  }
  return resolveOutputs(job, template, scope);
}

function resolveOutputs(job: StackJob, template: Template, scope: Scope): Applied {
  try {
    job.stack.outputs = Object.entries(template.Outputs)
      .filter(([, output]) => output.Condition === undefined || scope.condition(output.Condition))
      .map(([name, output]) => ({
        OutputKey: name,
        OutputValue: String(resolve(output.Value, scope)),
        ...(output.Description === undefined ? {} : { Description: output.Description }),
      }));
    return { outcome: 'done' };
  } catch (thrown) {
    return { outcome: 'failed', failure: { logicalId: job.stack.name, reason: asAwsError(thrown).message } };
  }
}

function keeps(job: StackJob, logicalId: string): boolean {
  if (job.stack.retain.includes(logicalId)) return true;
  return parseTemplate(job.stack.source.templateBody).Resources[logicalId]?.DeletionPolicy === 'Retain';
}

async function deleteResource(job: StackJob, resource: StackResource): Promise<ResourceFailure | null> {
  if (keeps(job, resource.logicalId)) {
    setResourceStatus(job.stack, resource, { status: 'DELETE_SKIPPED' }, now(job));
    return null;
  }
  return step(job, resource, 'DELETE', async () => {
    if (resource.physicalId === '') return;
    const call = providerCall(job, resource.logicalId, resource.properties, () => undefined);
    await providerOf(resource.type).remove(call, resource.physicalId).catch((thrown: unknown) => {
      if (!isGone(thrown)) throw thrown;
    });
  });
}

/** What is gone already counts as deleted. */
function isGone(thrown: unknown): boolean {
  return /^(NoSuch|ResourceNotFound|ParameterNotFound|InvalidInstanceID\.NotFound|InvalidGroup\.NotFound)/.test(asAwsError(thrown).code);
}

/** Deletes every resource of a stack, last made first. Answers with the logical ids that could not be deleted. */
export async function deleteResources(job: StackJob): Promise<string[]> {
  const failed: string[] = [];
  for (const resource of [...job.stack.resources.values()].toReversed()) {
    if (resource.status === 'DELETE_COMPLETE' || resource.status === 'DELETE_SKIPPED') continue;
    const failure = await deleteResource(job, resource);
    if (failure) failed.push(failure.logicalId);
  }
  return failed;
}

/** Deletes what an update left over; what cannot be deleted stays behind, as in AWS. */
export async function deleteLeftovers(job: StackJob): Promise<void> {
  for (let leftover = job.stack.leftovers.at(-1); leftover; leftover = job.stack.leftovers.at(-1)) {
    await deleteResource(job, leftover);
    job.stack.leftovers.pop();
  }
}

/** Brings the stack into a status. */
export function enter(job: StackJob, status: string, reason?: string): void {
  setStackStatus(job.stack, status, now(job), reason);
}
