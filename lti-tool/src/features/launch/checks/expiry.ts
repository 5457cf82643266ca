import { SKEW_SECONDS, shown, unless, type Check, type MessageFacts } from './check.ts';

/** `exp` is there and has not passed (OpenID Connect Core 1.0 section 3.1.3.7 step 9). */
export const expiry: Check<MessageFacts> = ({ claims: { exp }, nowSeconds }) =>
  unless(Number.isFinite(exp) && Number(exp) + SKEW_SECONDS > nowSeconds, 'LAUNCH_EXPIRED', `exp is ${shown(exp)}, now is ${nowSeconds}`);
