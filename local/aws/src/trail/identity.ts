import { isoSeconds } from '../clock.ts';
import type { Principal } from '../state/credentials.ts';
import type { JsonObject } from '../state/model.ts';

function sessionContext(principal: Extract<Principal, { kind: 'role' }>): JsonObject {
  return {
    sessionIssuer: {
      type: 'Role',
      principalId: principal.roleId,
      arn: principal.roleArn,
      accountId: principal.account,
      userName: principal.roleName,
    },
    attributes: { creationDate: isoSeconds(new Date(principal.issuedAt)), mfaAuthenticated: 'false' },
  };
}

/**
 * The `userIdentity` element of a record. CloudTrail User Guide, "CloudTrail userIdentity element".
 *
 * @param via the service that calls for the principal; CloudTrail then adds `invokedBy`.
 */
export function userIdentity(principal: Principal, via: string | undefined): JsonObject {
  const common = {
    principalId: principal.id,
    arn: principal.arn,
    accountId: principal.account,
    accessKeyId: principal.accessKeyId,
    ...(via ? { invokedBy: via } : {}),
  };
  return principal.kind === 'user'
    ? { type: 'IAMUser', ...common, userName: principal.userName }
    : { type: 'AssumedRole', ...common, sessionContext: sessionContext(principal) };
}
