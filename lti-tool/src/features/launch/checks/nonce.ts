import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** The token answers this login: its nonce is the state's. That it is used once is kept by the statement that opens the session. */
export const nonce: Check<ClaimFacts> = ({ claims, state }) => unless(claims['nonce'] === state.nonce, 'LAUNCH_NONCE', `nonce is ${shown(claims['nonce'])}`);
