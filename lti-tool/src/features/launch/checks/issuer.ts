import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** The platform that answers is the one that was asked (OpenID Connect Core 1.0 section 3.1.3.7 step 2). */
export const issuer: Check<ClaimFacts> = ({ claims, state }) => unless(claims['iss'] === state.issuer, 'LAUNCH_ISSUER', `iss is ${shown(claims['iss'])}, asked was ${state.issuer}`);
