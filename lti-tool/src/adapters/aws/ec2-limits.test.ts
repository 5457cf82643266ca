import { describe, expect, test } from '@jest/globals';
import * as ec2 from '@aws-sdk/client-ec2';
import { awsAccountIdSchema } from '@cloudclass/plugin-contract';
import { EC2_LIMITS } from './ec2-limits.ts';
import { boundaryPolicy, guardrailPolicy } from './learner-policies.ts';

/** Every act of EC2 that the SDK knows. */
const ACTS = Object.keys(ec2).filter((name) => /^[A-Z].*Command$/.test(name)).map((name) => name.replace(/Command$/, ''));

/** IAM looks at no case in the name of an action: CreateNetworki* lets CreateNetworkInterface in. */
function among(patterns: readonly string[], act: string): boolean {
  return patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(`ec2:${act}`));
}

const allowed = ACTS.filter((act) => among(EC2_LIMITS.acts, act));

/** What AWS made in each account, and no lab may take away. */
const OF_AWS = /^(Delete|Disassociate)(Vpc|VpcCidrBlock|Subnet|SubnetCidrBlock|InternetGateway|Route|RouteTable|NetworkAcl|NetworkAclEntry|DhcpOptions)$/;
const TAKES_AWAY = /^(Cancel|Delete|Deprovision|Deregister|Disassociate|Reject|Release|Revoke|Terminate|Unassign|Unlock|Unmonitor|Withdraw)/;
const LOOKS = /^(Describe|Get|List|Search)/;

describe('of EC2 a lab may', () => {
  test('beside looking do only this: what a wildcard let in with a newer SDK is to be thought about', () => {
    expect(allowed.filter((act) => !/^(Describe|Get)/.test(act))).toEqual([
      'AllocateAddress', 'AssociateAddress', 'AssociateIamInstanceProfile', 'AttachNetworkInterface', 'AttachVolume', 'AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress',
      'CancelSpotInstanceRequests', 'CreateImage', 'CreateKeyPair', 'CreateLaunchTemplate', 'CreateLaunchTemplateVersion', 'CreateNetworkInterface', 'CreatePlacementGroup', 'CreateSecurityGroup',
      'CreateSnapshot', 'CreateSnapshots', 'CreateTags', 'CreateVolume', 'DeleteKeyPair', 'DeleteLaunchTemplate', 'DeleteLaunchTemplateVersions', 'DeleteNetworkInterface', 'DeletePlacementGroup',
      'DeleteSecurityGroup', 'DeleteSnapshot', 'DeleteTags', 'DeleteVolume', 'DeregisterImage', 'DetachNetworkInterface', 'DetachVolume', 'DisassociateAddress', 'DisassociateIamInstanceProfile',
      'ImportKeyPair', 'ModifyInstanceAttribute', 'ModifyInstanceMetadataOptions', 'ModifyLaunchTemplate', 'ModifyNetworkInterfaceAttribute', 'ModifySecurityGroupRules', 'RebootInstances',
      'ReleaseAddress', 'ReplaceIamInstanceProfileAssociation', 'RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RunInstances', 'StartInstances', 'StopInstances', 'TerminateInstances',
      'UpdateSecurityGroupRuleDescriptionsEgress', 'UpdateSecurityGroupRuleDescriptionsIngress',
    ]);
  });

  test('nothing else, also with a role that no boundary binds: save to look, or to take away what no lab can make', () => {
    const open = ACTS.filter((act) => !allowed.includes(act) && !among(EC2_LIMITS.never, act));
    expect(open.filter((act) => !LOOKS.test(act) && (!TAKES_AWAY.test(act) || OF_AWS.test(act)))).toEqual([]);
  });

  test('all of that, since nothing is both allowed and denied', () => {
    expect(allowed.filter((act) => among(EC2_LIMITS.never, act))).toEqual([]);
  });
});

describe('limits hold', () => {
  const accountId = awsAccountIdSchema.parse('123456789012');
  const text = (services: readonly string[]): string[] => [guardrailPolicy({ services, regions: [] }, accountId), boundaryPolicy(accountId, { services, regions: [] })].map((policy) => JSON.stringify(policy));

  test('whatever the pack allows: no policy allows all of a service that has some', () => {
    for (const policy of text(['s3', 'ec2'])) {
      expect(policy).toContain('"ec2:RunInstances"');
      expect(policy).not.toContain('"ec2:*"');
      expect(policy).toContain('"s3:*"');
    }
  });

  test('for the service that the pack has, and cost no room otherwise', () => {
    for (const policy of text(['s3', 'constructor'])) expect(policy).not.toContain('ec2:InstanceType');
  });
});
