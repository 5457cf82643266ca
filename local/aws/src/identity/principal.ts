import type { Credential, Principal } from '../state/credentials.ts';
import type { CloudState } from '../state/model.ts';

/** Describes the holder of a credential, or null when its user or role has been deleted since. */
export function principalOf(state: CloudState, credential: Credential): Principal | null {
  const iam = state.accounts.get(credential.account)?.iam;
  if (credential.kind === 'user') {
    const user = iam?.users.get(credential.userName);
    if (!user) return null;
    const { account, accessKeyId } = credential;
    return { kind: 'user', account, accessKeyId, arn: user.arn, id: user.id, userName: user.name };
  }
  const role = iam?.roles.get(credential.roleName);
  return role
    ? {
        kind: 'role',
        account: credential.account,
        arn: `arn:aws:sts::${credential.account}:assumed-role/${role.name}/${credential.sessionName}`,
        id: `${role.id}:${credential.sessionName}`,
        accessKeyId: credential.accessKeyId,
        roleArn: role.arn,
        roleName: role.name,
        roleId: role.id,
        sessionName: credential.sessionName,
        sessionPolicies: credential.policies,
        issuedAt: credential.issuedAt,
      }
    : null;
}
