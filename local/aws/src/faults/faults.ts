/** Which calls a fault concerns; what is absent matches all. */
export interface CallMatch {
  /** Service id as in IAM actions, such as `cloudformation`. */
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
}

/** An error as AWS answers it; `fields` are members it has beside its message, such as a Reason. */
export interface Refusal {
  readonly name: string;
  readonly message?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Every trouble this endpoint can make on request. */
export interface Faults {
  /** Calls refused with the throttling error of their service; `times` bounds how many, absent means until cleared. */
  readonly throttle?: CallMatch & { readonly times?: number };
  /** Calls refused with an error of AWS's by its name; `times` bounds how many, absent means until cleared. */
  readonly refuse?: CallMatch & Refusal & { readonly times?: number };
  /** Extra time in milliseconds before a call is answered. */
  readonly latency?: CallMatch & { readonly milliseconds: number };
  /** Stack resources whose creation fails, by type or by logical id, with the reason to give. */
  readonly resourceFailure?: { readonly type?: string; readonly logicalId?: string; readonly reason: string };
  /** Every record is delivered this many times (2 = one duplicate). */
  readonly deliverTimes?: number;
  /** Records are held back and delivered last first in groups of this size. */
  readonly reorderGroup?: number;
  /** LookupEvents answers two calls a second for each account and Region, as AWS does. */
  readonly limitLookupEvents?: boolean;
  /** Instances that are being terminated stay so until this is over. */
  readonly holdTermination?: boolean;
  /** Every n-th entry of PutRecords fails with ProvisionedThroughputExceededException. */
  readonly failEveryNthPutRecord?: number;
}

/** Switches faults on and off while the endpoint runs. */
export class FaultControl {
  #faults: Faults;
  #throttled = 0;
  #refused = 0;

  constructor(faults: Faults = {}) {
    this.#faults = faults;
  }

  /** The faults now in force. */
  get current(): Faults {
    return this.#faults;
  }

  /** Replaces the faults named and leaves the others in force. */
  set(faults: Faults): void {
    this.#faults = { ...this.#faults, ...faults };
    if (faults.throttle) this.#throttled = 0;
    if (faults.refuse) this.#refused = 0;
  }

  /** Ends all faults. */
  clear(): void {
    this.#faults = {};
    this.#throttled = 0;
    this.#refused = 0;
  }

  /** True when this call is to be throttled; counts it against `times`. */
  takeThrottle(service: string, operation: string, account: string): boolean {
    const fault = this.#faults.throttle;
    if (!fault || !concerns(fault, service, operation, account)) return false;
    if (fault.times !== undefined && this.#throttled >= fault.times) return false;
    this.#throttled += 1;
    return true;
  }

  /** The error this call is to be refused with, or null; counts it against `times`. */
  takeRefusal(service: string, operation: string, account: string): Refusal | null {
    const fault = this.#faults.refuse;
    if (!fault || !concerns(fault, service, operation, account)) return null;
    if (fault.times !== undefined && this.#refused >= fault.times) return null;
    this.#refused += 1;
    return fault;
  }

  /** Milliseconds this call is to wait. */
  latencyOf(service: string, operation: string, account: string): number {
    const fault = this.#faults.latency;
    return fault && concerns(fault, service, operation, account) ? fault.milliseconds : 0;
  }

  /** The reason a stack resource is to fail with, or null. */
  resourceFailure(type: string, logicalId: string): string | null {
    const fault = this.#faults.resourceFailure;
    if (!fault) return null;
    const hit = (fault.type ?? type) === type && (fault.logicalId ?? logicalId) === logicalId;
    return hit ? fault.reason : null;
  }
}

function concerns(match: CallMatch, service: string, operation: string, account: string): boolean {
  return (match.service ?? service) === service
    && (match.operation ?? operation) === operation
    && (match.account ?? account) === account;
}
