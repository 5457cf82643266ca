import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** The token is for this tool: a text, or a list that holds our client id (OpenID Connect Core 1.0 section 3.1.3.7 step 3). */
export const audience: Check<ClaimFacts> = ({ claims, state }) =>
  unless([claims['aud']].flat().includes(state.clientId), 'LAUNCH_AUDIENCE', `aud is ${shown(claims['aud'])}, ours is ${state.clientId}`);
