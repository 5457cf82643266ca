import { hexId, upperId } from '../ids.ts';
import type { AccountState, CloudState, RegionState } from './model.ts';

/** The account that owns the organization and its fixed local key pair. */
const MANAGEMENT_ACCOUNT = '111111111111';
export const MANAGEMENT_CREDENTIALS = {
  accessKeyId: 'LOCALMANAGEMENT00000',
  secretAccessKey: 'local-management-secret',
} as const;
const MANAGEMENT_USER = 'local-management';
export const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** An account with nothing in it. */
export function emptyAccount(id: string): AccountState {
  const iam = { roles: new Map(), users: new Map(), policies: new Map(), instanceProfiles: new Map() };
  return { id, iam, regions: new Map(), history: [] };
}

/** A cloud with the management account and its one administrator. */
export function emptyCloud(now: Date): CloudState {
  const management = emptyAccount(MANAGEMENT_ACCOUNT);
  management.iam.users.set(MANAGEMENT_USER, {
    name: MANAGEMENT_USER,
    path: '/',
    arn: `arn:aws:iam::${MANAGEMENT_ACCOUNT}:user/${MANAGEMENT_USER}`,
    id: upperId('AIDA', 17),
    createdAt: now.toISOString(),
    tags: [],
    inline: new Map(),
    attached: new Set([ADMINISTRATOR_ACCESS]),
    accessKeys: new Map(),
  });
  const { accessKeyId, secretAccessKey } = MANAGEMENT_CREDENTIALS;
  return {
    version: 1,
    managementAccount: MANAGEMENT_ACCOUNT,
    organization: null,
    accounts: new Map([[MANAGEMENT_ACCOUNT, management]]),
    credentials: new Map([
      [accessKeyId, { kind: 'user', accessKeyId, secret: secretAccessKey, account: MANAGEMENT_ACCOUNT, userName: MANAGEMENT_USER }],
    ]),
    buckets: new Map(),
  };
}

function emptyRegion(name: string): RegionState {
  const vpcId = hexId('vpc-0', 16);
  const defaultGroup = hexId('sg-0', 16);
  const group = { id: defaultGroup, name: 'default', description: 'default VPC security group', vpcId, tags: [], rules: [] };
  return {
    name,
    stacks: new Map(),
    streams: new Map(),
    trails: new Map(),
    rules: new Map(),
    tables: new Map(),
    parameters: new Map(),
    ec2: {
      vpcId,
      subnetIds: [hexId('subnet-0', 16), hexId('subnet-0', 16)],
      groups: new Map([[defaultGroup, group]]),
      instances: new Map(),
    },
  };
}

/** The Region of an account, made with its default VPC at first use. */
export function regionOf(account: AccountState, name: string): RegionState {
  const known = account.regions.get(name);
  if (known) return known;
  const created = emptyRegion(name);
  account.regions.set(name, created);
  return created;
}
