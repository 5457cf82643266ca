import { hexId, upperId } from '../ids.ts';
import type { Ec2State } from './ec2.ts';
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

/** EC2 as AWS leaves it in a Region: a default VPC, whose default group lets its own members in and everything out. */
function emptyEc2(): Ec2State {
  const vpcId = hexId('vpc-0', 16);
  const id = hexId('sg-0', 16);
  const everything = { protocol: '-1', fromPort: -1, toPort: -1 };
  const rules = [
    { id: hexId('sgr-0', 16), egress: false, ...everything, group: id },
    { id: hexId('sgr-0', 16), egress: true, ...everything, cidr: '0.0.0.0/0' },
  ];
  return {
    vpcId,
    subnetIds: [hexId('subnet-0', 16), hexId('subnet-0', 16)],
    groups: new Map([[id, { id, name: 'default', description: 'default VPC security group', vpcId, tags: [], rules }]]),
    instances: new Map(),
    volumes: new Map(),
    snapshots: new Map(),
    images: new Map(),
    keyPairs: new Map(),
    addresses: new Map(),
    networkInterfaces: new Map(),
    launchTemplates: new Map(),
    placementGroups: new Map(),
    spotRequests: new Map(),
  };
}

function emptyRegion(name: string): RegionState {
  return {
    name,
    stacks: new Map(),
    streams: new Map(),
    trails: new Map(),
    rules: new Map(),
    tables: new Map(),
    parameters: new Map(),
    ec2: emptyEc2(),
  };
}

/** A Region as an earlier version kept it, which knew less of EC2. */
export function withAllOfEc2(region: RegionState): RegionState {
  return { ...region, ec2: { ...emptyEc2(), ...region.ec2 } };
}

/** The Region of an account, made with its default VPC at first use. */
export function regionOf(account: AccountState, name: string): RegionState {
  const known = account.regions.get(name);
  if (known) return known;
  const created = emptyRegion(name);
  account.regions.set(name, created);
  return created;
}
