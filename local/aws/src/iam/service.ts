import { service } from '../dispatch/service.ts';
import { roleOf, userOf } from './find.ts';
import { holderPolicyOperations } from './holder-policies.ts';
import { instanceProfileOperations } from './instance-profiles.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { roleOperations } from './roles.ts';
import { userOperations } from './users.ts';

/** AWS Identity and Access Management of each account. */
export const iam = service({
  id: 'iam',
  protocol: 'query',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  global: true,
  operations: [
    ...roleOperations,
    ...userOperations,
    ...managedPolicyOperations,
    ...instanceProfileOperations,
    ...holderPolicyOperations({ noun: 'Role', member: 'RoleName', find: roleOf }),
    ...holderPolicyOperations({ noun: 'User', member: 'UserName', find: userOf }),
  ],
});
