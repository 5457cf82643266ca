import { audience } from './audience.ts';
import { authorizedParty } from './authorized-party.ts';
import type { Check, ClaimFacts, MessageFacts } from './check.ts';
import { clockBehind } from './clock-behind.ts';
import { deepLinking } from './deep-linking.ts';
import { deployment } from './deployment.ts';
import { expiry } from './expiry.ts';
import type { HeaderFacts } from './header-facts.ts';
import { issuedAt } from './issued-at.ts';
import { issuer } from './issuer.ts';
import { keyNamed } from './key-named.ts';
import { lifetime } from './lifetime.ts';
import { messageType } from './message-type.ts';
import { noExtensions } from './no-extensions.ts';
import { nonce } from './nonce.ts';
import { notBefore } from './not-before.ts';
import { resourceLink } from './resource-link.ts';
import { roles } from './roles.ts';
import { signingAlgorithm } from './signing-algorithm.ts';
import { subject } from './subject.ts';
import { targetLink } from './target-link.ts';
import { version } from './version.ts';

/** Before the signature is looked at. */
export const headerChecks: readonly Check<HeaderFacts>[] = [signingAlgorithm, noExtensions, keyNamed];

/** After the signature holds: the launch protocol, read from top to bottom. */
export const claimChecks: readonly Check<ClaimFacts>[] = [
  issuer,
  audience,
  authorizedParty,
  clockBehind,
  expiry,
  issuedAt,
  notBefore,
  lifetime,
  nonce,
  deployment,
  version,
  messageType,
  targetLink,
  subject,
  roles,
  resourceLink,
  deepLinking,
];

/** A notice comes from the platform's server, in no session: what holds for every message, and nothing about how it began. */
export const noticeChecks: readonly Check<MessageFacts>[] = [expiry, issuedAt, notBefore, lifetime, deployment, version];
