import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, asAwsError, notImplemented } from '../errors.ts';
import { uuid } from '../ids.ts';
import { regionOf } from '../state/create.ts';
import type { JsonObject } from '../state/model.ts';
import { trailCaseOrNull } from '../trail/casing.ts';
import type { TrailDelivery } from '../trail/delivery.ts';
import { trailRecord } from '../trail/record.ts';
import { denialOf } from './authorize.ts';
import type { CallContext, Cloud, Invocation } from './cloud.ts';
import type { Operation, Outcome, PreparedCall, Target } from './operation.ts';
import type { Service } from './service.ts';

/** Region of the records of global services. */
const GLOBAL_REGION = 'us-east-1';

function contextOf(cloud: Cloud, invocation: Invocation): CallContext {
  const account = cloud.state.accounts.get(invocation.caller.account);
  if (!account) throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  return {
    cloud,
    caller: invocation.caller,
    account,
    region: regionOf(account, invocation.region),
    origin: invocation.origin,
    requestId: invocation.requestId ?? uuid(),
    now: cloud.clock.now(),
  };
}

function authorize(service: Service, operation: Operation, prepared: PreparedCall, context: CallContext): void {
  if (operation.open) return;
  const { also = [], ...target } = prepared.target(context);
  decide(service, context, { action: `${service.id}:${operation.action}`, target });
  for (const { action = `${service.id}:${operation.action}`, ...further } of also) decide(service, context, { action, target: further });
}

/** Throws what the service answers to who may not. */
function decide(service: Service, context: CallContext, { action, target }: { readonly action: string; readonly target: Target }): void {
  const denial = denialOf(context, { action, region: service.global ? GLOBAL_REGION : context.region.name, target });
  if (denial !== undefined) throw new AwsError(service.errors.denied, denial, 403);
}

/** Policies decide on what this endpoint lacks as well: who may not call it is told that first, as AWS does. */
function refuseUnknown(service: Service, context: CallContext, operation: string): never {
  decide(service, context, { action: `${service.id}:${operation}`, target: { arn: '*' } });
  throw notImplemented(service.id, operation);
}

async function makeTrouble(service: Service, operation: Operation, context: CallContext): Promise<void> {
  const { faults } = context.cloud;
  const wait = faults.latencyOf(service.id, operation.name, context.account.id);
  if (wait > 0) await delay(wait);
  if (faults.takeThrottle(service.id, operation.name, context.account.id)) {
    throw new AwsError(service.errors.throttled, 'Rate exceeded', service.protocol === 'rest-xml' || service.protocol === 'ec2' ? 503 : 400);
  }
  const refusal = faults.takeRefusal(service.id, operation.name, context.account.id);
  if (refusal) throw new AwsError(refusal.name, refusal.message ?? 'Refused on request.', refusal.name.startsWith('AccessDenied') ? 403 : 400, refusal.fields);
}

/** A call on its way: `prepared` is null until its input has been read. */
interface Attempt {
  readonly service: Service;
  readonly operation: Operation;
  readonly context: CallContext;
  readonly invocation: Invocation;
  prepared: PreparedCall | null;
}

/** Makes calls: faults, then policies, then the operation, then its CloudTrail record, whatever the outcome. */
export class Dispatcher {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #delivery: TrailDelivery;

  constructor(services: readonly Service[], delivery: TrailDelivery) {
    this.#services = new Map(services.map((one) => [one.id, one]));
    this.#delivery = delivery;
  }

  /** The service of a credential scope, or undefined when this endpoint lacks it. */
  service(id: string): Service | undefined {
    return this.#services.get(id);
  }

  /** Answers with the operation's output, or throws an {@link AwsError}. */
  async invoke(cloud: Cloud, invocation: Invocation): Promise<object> {
    const service = this.#services.get(invocation.service);
    const operation = service?.operations.get(invocation.operation);
    if (!service) throw notImplemented(invocation.service, invocation.operation);
    const context = contextOf(cloud, invocation);
    if (!operation) return refuseUnknown(service, context, invocation.operation);
    const attempt: Attempt = { service, operation, context, invocation, prepared: null };
    try {
      await makeTrouble(service, operation, context);
      const prepared = operation.prepare(invocation.input, service.errors.invalid);
      attempt.prepared = prepared;
      authorize(service, operation, prepared, context);
      const outcome = await prepared.run(context);
      this.#record(attempt, outcome);
      return outcome.output;
    } catch (thrown) {
      const error = asAwsError(thrown);
      this.#record(attempt, error);
      throw error;
    } finally {
      if (!operation.readOnly) cloud.changed();
    }
  }

  #record({ service, operation, context, invocation, prepared }: Attempt, result: Outcome | AwsError): void {
    if (!operation.recorded) return;
    const error = result instanceof AwsError ? result : null;
    const outcome = result instanceof AwsError ? null : result;
    const record = trailRecord({
      service,
      operation,
      context,
      region: service.global ? GLOBAL_REGION : (prepared?.trailRegion(context) ?? context.region.name),
      parameters: parametersOf(prepared, context, invocation),
      response: outcome ? responseOf(operation, outcome) : null,
      resources: prepared?.resources(context) ?? [],
      additional: outcome?.additional,
      error,
    });
    this.#delivery.deliver(context.account, record, context.now);
  }
}

function parametersOf(prepared: PreparedCall | null, context: CallContext, invocation: Invocation): JsonObject | null {
  const own = prepared?.parameters(context);
  return own === undefined ? trailCaseOrNull(invocation.input) : own;
}

/** The answer is written down for writing calls, and for the few reading ones that say so themselves. */
function responseOf(operation: Operation, outcome: Outcome): JsonObject | null {
  if (outcome.response !== undefined) return outcome.response;
  return operation.readOnly ? null : trailCaseOrNull(outcome.output);
}
