import { SKEW_SECONDS, shown, unless, type Check, type MessageFacts } from './check.ts';

/** `iat` is there and not ahead of our clock by more than the skew (OpenID Connect Core 1.0 section 3.1.3.7 step 10). */
export const issuedAt: Check<MessageFacts> = ({ claims: { iat }, nowSeconds }) =>
  unless(Number.isFinite(iat) && Number(iat) <= nowSeconds + SKEW_SECONDS, 'LAUNCH_ISSUED_AT', `iat is ${shown(iat)}, now is ${nowSeconds}`);
