import { isText, shown, unless, type Check } from './check.ts';
import type { HeaderFacts } from './header-facts.ts';

/** The key that signed is named, so that a platform may change keys without a break (Security Framework 1.0 section 6.3). */
export const keyNamed: Check<HeaderFacts> = ({ header }) => unless(isText(header['kid']), 'LAUNCH_KEY_UNNAMED', `kid is ${shown(header['kid'])}`);
