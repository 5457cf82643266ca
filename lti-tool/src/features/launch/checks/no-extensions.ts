import { shown, unless, type Check } from './check.ts';
import type { HeaderFacts } from './header-facts.ts';

/**
 * No extension of JWS is agreed on: with `b64` (RFC 7797) the bytes that were signed are others than the ones everybody reads, and whoever
 * does not understand a member of `crit` has to refuse the token (RFC 7515 section 4.1.11).
 */
export const noExtensions: Check<HeaderFacts> = ({ header }) =>
  unless(header['crit'] === undefined && header['b64'] === undefined, 'LAUNCH_ALGORITHM', `crit is ${shown(header['crit'])}, b64 is ${shown(header['b64'])}`);
