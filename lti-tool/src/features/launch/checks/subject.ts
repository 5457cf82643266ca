import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** An anonymous launch leaves `sub` out; where it is given it is a text of at most 255 characters (LTI 1.3 Core section 5.3.6). */
export const subject: Check<ClaimFacts> = ({ claims: { sub } }) =>
  unless(sub === undefined || sub === null || (typeof sub === 'string' && sub.length <= 255), 'LAUNCH_CLAIMS_MALFORMED', `sub is ${shown(sub)}`);
