import { claim } from '../claims.ts';
import { messageTypes } from '../launch-claims.ts';
import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** A message this tool understands (LTI 1.3 Core section 5.3.1, Deep Linking 2.0, Submission Review 1.0). */
export const messageType: Check<ClaimFacts> = ({ claims }) =>
  unless(messageTypes.some((known) => known === claims[claim.messageType]), 'LAUNCH_MESSAGE_TYPE', `message_type is ${shown(claims[claim.messageType])}`);
