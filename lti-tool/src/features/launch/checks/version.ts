import { claim, LTI_VERSION } from '../claims.ts';
import { shown, unless, type Check, type MessageFacts } from './check.ts';

/** LTI 1.3 Core section 5.3.2. */
export const version: Check<MessageFacts> = ({ claims }) => unless(claims[claim.version] === LTI_VERSION, 'LAUNCH_VERSION', `version is ${shown(claims[claim.version])}`);
