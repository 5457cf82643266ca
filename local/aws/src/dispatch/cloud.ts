import type { Clock } from '../clock.ts';
import type { FaultControl } from '../faults/faults.ts';
import type { Principal } from '../state/credentials.ts';
import type { AccountState, CloudState, RegionState } from '../state/model.ts';

/** Where a call came from, as CloudTrail tells it. */
interface Origin {
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly host: string;
  /** The service that calls on the principal's behalf, such as `cloudformation.amazonaws.com`. */
  readonly via?: string;
  /** True for calls of the console. */
  readonly console?: true;
}

/** One call, whatever it came in by: the wire, the console or a stack. */
export interface Invocation {
  readonly service: string;
  readonly operation: string;
  /** Input in the members of the service's API; read by the operation's schema. */
  readonly input: object;
  readonly caller: Principal;
  readonly region: string;
  readonly origin: Origin;
  readonly requestId?: string;
}

/** The running cloud: its state, and what operations need besides it. */
export interface Cloud {
  readonly state: CloudState;
  readonly clock: Clock;
  readonly faults: FaultControl;
  /** Time in milliseconds each stack resource takes. */
  readonly provisionDelayMs: number;
  /** Time in milliseconds each new account takes. */
  readonly accountDelayMs: number;
  /** Says that the state changed, so that a snapshot follows. */
  changed(): void;
  /** Makes a call as an SDK would, minus the wire: same policies, same faults, same records. */
  invoke(invocation: Invocation): Promise<object>;
  /** Starts work that goes on after the answer; a second task under the same key waits for the first. */
  background(key: string, work: (signal: AbortSignal) => Promise<void>): void;
}

/** What an operation may see and change. */
export interface CallContext {
  readonly cloud: Cloud;
  readonly caller: Principal;
  readonly account: AccountState;
  readonly region: RegionState;
  readonly origin: Origin;
  readonly requestId: string;
  readonly now: Date;
}
