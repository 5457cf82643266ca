import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { claim } from '../src/platform/claims.ts';
import type { Campus } from './campus.ts';

/** The payload that answers the last deep linking request. */
export function deepLinkingPayload({ lms, tool }: Campus, items: readonly object[], extra: JWTPayload = {}): JWTPayload {
  const asked = tool.lastLaunch.claims[claim.deepLinkingSettings] as { data: string };
  return {
    aud: lms.issuer,
    nonce: randomUUID(),
    [claim.messageType]: 'LtiDeepLinkingResponse',
    [claim.version]: '1.3.0',
    [claim.deploymentId]: '1',
    [claim.data]: asked.data,
    [claim.contentItems]: items,
    ...extra,
  };
}

/** The same, signed by the tool. */
export const deepLinkingAnswer = (campus: Campus, items: readonly object[]): Promise<string> => campus.tool.sign(deepLinkingPayload(campus, items));
