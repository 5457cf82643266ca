import type { Clock } from './clock.ts';
import type { ExpiringMap } from './expiring-map.ts';
import type { Faults } from './faults.ts';
import type { PendingLaunch } from './platform/pending-launches.ts';
import type { SigningKeys } from './platform/signing-keys.ts';
import type { ToolKeys } from './platform/tool-keys.ts';
import type { Tool } from './platform/tools.ts';
import type { PlatformUrls } from './platform/urls.ts';
import type { Quirks } from './quirks/quirks.ts';
import type { RegistrationToken } from './registration/registered-tool.ts';
import type { AccessGrant } from './services/access-grant.ts';
import type { LmsState } from './state.ts';

/** What the parts of the LMS share. Each route names the few members it needs with `Pick`. */
export type LmsContext = {
  readonly urls: PlatformUrls;
  /** Tools that can be launched, by client id. The first one is the product. */
  readonly tools: ReadonlyMap<string, Tool>;
  /** From now on the tool can be launched. */
  readonly admitTool: (tool: Tool) => void;
  readonly dismissTool: (clientId: string) => void;
  readonly state: LmsState;
  readonly signingKeys: SigningKeys;
  readonly toolKeys: ToolKeys;
  readonly faults: Faults;
  readonly quirks: Quirks;
  /** Launches under way, by `lti_message_hint`. */
  readonly launches: ExpiringMap<PendingLaunch>;
  /** Deep linking requests a tool has not answered yet, by `data`. */
  readonly deepLinkings: ExpiringMap<PendingLaunch & { kind: 'deep-linking' }>;
  /** Access tokens in force. */
  readonly grants: ExpiringMap<AccessGrant>;
  /** Tokens for one registration each. */
  readonly registrationTokens: ExpiringMap<RegistrationToken>;
  /** Identifiers (`jti`, response nonces) that have been used. */
  readonly usedIds: ExpiringMap<true>;
  readonly platformStorage: boolean;
  /** HTTP method of login initiation. Tools have to take both. */
  readonly loginInitiation: 'post' | 'get';
  readonly clock: Clock;
  /** A fresh unguessable identifier. */
  readonly newId: () => string;
};
