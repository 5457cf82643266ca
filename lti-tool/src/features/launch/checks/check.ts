import type { RawClaims } from '../claims.ts';
import type { LaunchErrorCode } from '../launch-errors.ts';
import type { LaunchState } from '../launch-state.ts';
import type { Registration } from '../registration.ts';

/** What a check may look at. The signature holds already; what the claims say is not believed yet. */
export interface ClaimFacts {
  readonly claims: RawClaims;
  readonly state: LaunchState;
  /** The registration whose key has signed; no other's deployment may be named. */
  readonly registration: Registration;
  readonly nowSeconds: number;
}

/** Why a launch is refused; the detail is for the log. */
export interface Rejection {
  readonly code: LaunchErrorCode;
  readonly detail: string;
}

/** Looks at one rule. Answers nothing when it holds. */
export type Check<Facts> = (facts: Facts) => Rejection | undefined;

/** How far the platform's clock may be off. */
export const SKEW_SECONDS = 60;

/** A refusal unless the rule holds. */
export function unless(holds: boolean, code: LaunchErrorCode, detail: string): Rejection | undefined {
  return holds ? undefined : { code, detail };
}

/** A claim for the log: short, whatever it is. JSON that is nested ten thousand times can be read, but not written. */
export function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
  } catch {
    return 'nested too deeply to be shown';
  }
}

/** The first rule that does not hold. */
export function firstRejection<Facts>(checks: readonly Check<Facts>[], facts: Facts): Rejection | undefined {
  for (const check of checks) {
    const rejection = check(facts);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
