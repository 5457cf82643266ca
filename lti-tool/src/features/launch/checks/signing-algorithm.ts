import { isText, shown, unless, type Check } from './check.ts';
import type { HeaderFacts } from './header-facts.ts';

/** RS256, or what the platform's metadata names besides (Security Framework 1.0 section 5.1.3 step 1, 7.3). Never `none`, never a shared key. */
export const signingAlgorithm: Check<HeaderFacts> = ({ header: { alg }, algorithms }) =>
  unless(isText(alg) && algorithms.includes(alg) && /^(RS|ES)256$/.test(alg), 'LAUNCH_ALGORITHM', `alg is ${shown(alg)}, registered are ${algorithms.join(', ')}`);
