import { SKEW_SECONDS, shown, unless, type Check, type ClaimFacts } from './check.ts';

/**
 * A token that ended before its login began was not kept too long: the platform's clock is behind. Whoever reads that the launch is no longer valid
 * opens it again, and again in vain.
 */
export const clockBehind: Check<ClaimFacts> = ({ claims: { exp }, state: { begunAt } }) =>
  unless(!Number.isFinite(exp) || Number(exp) + SKEW_SECONDS >= begunAt, 'LAUNCH_ISSUED_AT', `exp is ${shown(exp)}, the login was at ${begunAt}`);
