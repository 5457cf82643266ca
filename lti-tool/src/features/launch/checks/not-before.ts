import { SKEW_SECONDS, shown, unless, type Check, type MessageFacts } from './check.ts';

/** `nbf`, where it is given, has come, by a clock that may be a minute off (RFC 7519 section 4.1.5). */
export const notBefore: Check<MessageFacts> = ({ claims: { nbf }, nowSeconds }) =>
  unless(nbf === undefined || (Number.isFinite(nbf) && Number(nbf) <= nowSeconds + SKEW_SECONDS), 'LAUNCH_NOT_YET_VALID', `nbf is ${shown(nbf)}, now is ${nowSeconds}`);
