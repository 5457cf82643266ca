import type { ServiceLimits } from './service-limits.ts';

/**
 * Types of instances that a learner may run, as IAM's wildcards: the small burstable ones (t2, t3, t3a, t4g), of some cents an hour.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
 */
const INSTANCE_TYPES: readonly string[] = ['nano', 'micro', 'small'].flatMap((size) => [`t?.${size}`, `t??.${size}`]);

/** In GiB; the largest root volume of AWS's own images, that of Windows. */
const MOST_GIBIBYTES = '30';
/** What gp3 has without being paid for. */
const MOST_IOPS = '3000';
const VOLUME_TYPES: readonly string[] = ['gp2', 'gp3', 'standard'];

const MAKES_VOLUMES: readonly string[] = ['ec2:RunInstances', 'ec2:CreateVolume'];

/** What AWS put into each account: its names are not the learner's to give. */
const OF_AWS = ['vpc', 'subnet', 'internet-gateway', 'route-table', 'network-acl', 'dhcp-options'].map((type) => `arn:aws:ec2:*:*:${type}/*`);

/**
 * Every other act of EC2 but those that only take away what no lab can make, for policies that cannot say "all but": the shortest beginnings, by verb, that none of the allowed acts has, so that most
 * of what AWS adds is among them. A test holds them against what the SDK knows.
 */
const NEVER: Readonly<Record<string, string>> = {
  '': 'Ac Ad Ap Assi B Co Disab E L Mon Mov P Reg Repo Req Res RunS Se UpdateC UpdateI V',
  Allocate: 'H I',
  Associate: 'Ap C D E In Ip N R S T V',
  Attach: 'C I Ve Vp',
  Authorize: 'C',
  Create: 'A C D E F ImageU In Ip Lo M Na NetworkA NetworkIns NetworkInterfaceP Networking Pu R Seco Sp St Su Tr Ve Vp',
  Delete: 'D I NetworkA R Su Vp',
  Detach: 'C I Ve Vp',
  Disassociate: 'R S V',
  Import: 'C I S V',
  Modify: 'A C D E F H Id Im InstanceC InstanceE InstanceMa InstanceMetadataD InstanceN InstanceP Ip Lo M Networking P R Sn Sp Su T V',
  Replace: 'Im N R T V',
  Start: 'D N V',
};

/**
 * What a lab may do with EC2: make what the sweeper of `plugins/cloudformation/src/cleaning/` removes, in small. Left out on purpose, although they are near: copying images and snapshots (of any
 * size, across Regions), changing a volume (`ec2:VolumeSize` is that of the volume as it was), Spot requests by themselves and fleets (no key tells their type of instance), locking a snapshot and
 * protecting an image (nobody can delete them), every setting of the account, and whatever is shared with another account.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const EC2_LIMITS: ServiceLimits = {
  acts: [
    'ec2:Describe*', 'ec2:Get*',
    'ec2:RunInstances', 'ec2:StartInstances', 'ec2:StopInstances', 'ec2:RebootInstances', 'ec2:TerminateInstances', 'ec2:CancelSpotInstanceRequests',
    'ec2:ModifyInstanceAttribute', 'ec2:ModifyInstanceMetadataOptions', 'ec2:*IamInstanceProfile*',
    'ec2:CreateVolume', 'ec2:DeleteVolume', 'ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:CreateSnapshot*', 'ec2:DeleteSnapshot', 'ec2:CreateImage', 'ec2:DeregisterImage',
    'ec2:*KeyPair', 'ec2:*LaunchTemplate*', 'ec2:CreatePlacementGroup', 'ec2:DeletePlacementGroup',
    'ec2:AllocateAddress', 'ec2:ReleaseAddress', 'ec2:AssociateAddress', 'ec2:DisassociateAddress',
    'ec2:*NetworkInterface', 'ec2:ModifyNetworkInterfaceAttribute',
    'ec2:CreateSecurityGroup', 'ec2:DeleteSecurityGroup', 'ec2:AuthorizeSecurityGroup*', 'ec2:RevokeSecurityGroup*', 'ec2:ModifySecurityGroupRules', 'ec2:UpdateSecurityGroupRule*',
    'ec2:CreateTags', 'ec2:DeleteTags',
  ],
  denials: [
    { Action: ['ec2:RunInstances', 'ec2:StartInstances'], Resource: 'arn:aws:ec2:*:*:instance/*', Condition: { StringNotLike: { 'ec2:InstanceType': INSTANCE_TYPES } } },
    // the key is there only where the type is what is changed; starting is bounded as well, should AWS leave the key out
    { Action: 'ec2:ModifyInstanceAttribute', Resource: '*', Condition: { Null: { 'ec2:Attribute/InstanceType': 'false' }, StringNotLike: { 'ec2:Attribute/InstanceType': INSTANCE_TYPES } } },
    // a dedicated instance costs the account a fee of its own by the hour
    { Action: 'ec2:RunInstances', Resource: '*', Condition: { StringEquals: { 'ec2:Tenancy': ['dedicated', 'host'] } } },
    { Action: MAKES_VOLUMES, Resource: '*', Condition: { NumericGreaterThan: { 'ec2:VolumeSize': MOST_GIBIBYTES } } },
    { Action: MAKES_VOLUMES, Resource: '*', Condition: { NumericGreaterThan: { 'ec2:VolumeIops': MOST_IOPS } } },
    { Action: MAKES_VOLUMES, Resource: '*', Condition: { Null: { 'ec2:VolumeType': 'false' }, StringNotEquals: { 'ec2:VolumeType': VOLUME_TYPES } } },
    { Action: ['ec2:CreateTags', 'ec2:DeleteTags'], Resource: OF_AWS },
  ],
  never: Object.entries(NEVER).flatMap(([verb, beginnings]) => beginnings.split(' ').map((beginning) => `ec2:${verb}${beginning}*`)),
};
