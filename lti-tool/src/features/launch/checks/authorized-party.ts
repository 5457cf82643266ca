import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** With several audiences the one it was issued to is named, and it is us; Moodle sends one audience and no azp (OpenID Connect Core 1.0 section 3.1.3.7 steps 4 and 5). */
export const authorizedParty: Check<ClaimFacts> = ({ claims, state }) => {
  const needed = Array.isArray(claims['aud']) && claims['aud'].length > 1;
  const given = claims['azp'] !== undefined;
  return unless(given ? claims['azp'] === state.clientId : !needed, 'LAUNCH_AUTHORIZED_PARTY', `azp is ${shown(claims['azp'])}, ours is ${state.clientId}`);
};
