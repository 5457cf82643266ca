import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list, whole } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { SecurityGroupRecord, SecurityGroupRule } from '../state/ec2.ts';
import { applyFilters, ec2Arn, filters, groupOf, tagSet, tagsFor, tagSpecifications, tagValues, vpcOf } from './find.ts';
import { trailAnswer } from './trail-answer.ts';

const onGroup = (input: { readonly GroupId: string }, context: CallContext) => ({ arn: ec2Arn(context, `security-group/${input.GroupId}`) });

const createSecurityGroup = operation({
  name: 'CreateSecurityGroup',
  access: 'write',
  input: z.object({
    GroupName: z.string().min(1).max(255),
    GroupDescription: z.string().min(1).max(255),
    VpcId: z.string().optional(),
    TagSpecification: tagSpecifications,
  }),
  target: (_input, context) => ({ arn: ec2Arn(context, 'security-group/*') }),
  run: (input, context) => {
    const vpcId = vpcOf(context, input.VpcId);
    const { groups } = context.region.ec2;
    if ([...groups.values()].some((one) => one.name === input.GroupName)) {
      throw new AwsError('InvalidGroup.Duplicate', `The security group '${input.GroupName}' already exists for VPC '${vpcId}'`);
    }
    const id = hexId('sg-0', 16);
    const tags = tagsFor(input.TagSpecification, 'security-group');
    // a new group lets everything out
    const rules = [{ id: hexId('sgr-0', 16), egress: true, protocol: '-1', fromPort: -1, toPort: -1, cidr: '0.0.0.0/0' }];
    groups.set(id, { id, name: input.GroupName, description: input.GroupDescription, vpcId, tags, rules });
    return { return: true, groupId: id, tagSet: tagSet(tags) };
  },
  trail: { response: (output, context) => trailAnswer({ _return: output.return, groupId: output.groupId }, context.requestId) },
});

const deleteSecurityGroup = operation({
  name: 'DeleteSecurityGroup',
  access: 'write',
  input: z.object({ GroupId: z.string() }),
  target: onGroup,
  run: (input, context) => {
    const group = groupOf(context, input.GroupId);
    const { networkInterfaces, groups } = context.region.ec2;
    if (group.name === 'default') throw new AwsError('CannotDelete', `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
    const used = [...networkInterfaces.values()].some((one) => one.groups.includes(group.id));
    const named = [...groups.values()].some((one) => one.id !== group.id && one.rules.some((rule) => rule.group === group.id));
    if (used || named) throw new AwsError('DependencyViolation', `resource ${group.id} has a dependent object`);
    context.region.ec2.groups.delete(group.id);
    return { return: true, groupId: group.id };
  },
});

const permission = z.object({
  IpProtocol: z.string(),
  FromPort: whole.default(-1),
  ToPort: whole.default(-1),
  IpRanges: list(z.object({ CidrIp: z.string() })),
  Groups: list(z.object({ GroupId: z.string() })),
});

const authorizeInput = z.object({
  GroupId: z.string(),
  IpProtocol: z.string().optional(),
  FromPort: whole.default(-1),
  ToPort: whole.default(-1),
  CidrIp: z.string().optional(),
  IpPermissions: list(permission),
});

type Authorize = z.output<typeof authorizeInput>;

/** Rules come as one rule in the request itself, or as a list of permissions. */
function rulesOf(input: Authorize, egress: boolean): SecurityGroupRule[] {
  const own = input.IpProtocol !== undefined && input.CidrIp !== undefined
    ? [{ IpProtocol: input.IpProtocol, FromPort: input.FromPort, ToPort: input.ToPort, IpRanges: [{ CidrIp: input.CidrIp }], Groups: [] }]
    : [];
  return [...own, ...input.IpPermissions].flatMap((one) => {
    const rule = () => ({ id: hexId('sgr-0', 16), egress, protocol: one.IpProtocol, fromPort: one.FromPort, toPort: one.ToPort });
    return [...one.IpRanges.map(({ CidrIp }) => ({ ...rule(), cidr: CidrIp })), ...one.Groups.map(({ GroupId }) => ({ ...rule(), group: GroupId }))];
  });
}

function sameRule(one: SecurityGroupRule, other: SecurityGroupRule): boolean {
  return one.egress === other.egress && one.protocol === other.protocol && one.cidr === other.cidr && one.group === other.group
    && one.fromPort === other.fromPort && one.toPort === other.toPort;
}

function describeRule(context: CallContext, groupId: string, rule: SecurityGroupRule) {
  return {
    groupOwnerId: context.account.id, groupId, securityGroupRuleId: rule.id, isEgress: rule.egress, ipProtocol: rule.protocol,
    fromPort: rule.fromPort, toPort: rule.toPort,
    ...(rule.cidr === undefined ? {} : { cidrIpv4: rule.cidr }),
    ...(rule.group === undefined ? {} : { referencedGroupInfo: { groupId: rule.group, userId: context.account.id } }),
  };
}

function trailPermissions(input: Authorize) {
  return {
    groupId: input.GroupId,
    ...(input.IpProtocol === undefined ? {} : { ipProtocol: input.IpProtocol, fromPort: input.FromPort, toPort: input.ToPort, cidrIp: input.CidrIp }),
    ipPermissions: input.IpPermissions.length === 0 ? {} : {
      items: input.IpPermissions.map((one) => ({
        ipProtocol: one.IpProtocol, fromPort: one.FromPort, toPort: one.ToPort,
        groups: one.Groups.length === 0 ? {} : { items: one.Groups.map(({ GroupId }) => ({ groupId: GroupId })) }, ipRanges: { items: one.IpRanges.map(({ CidrIp }) => ({ cidrIp: CidrIp })) }, ipv6Ranges: {}, prefixListIds: {},
      })),
    },
  };
}

function authorize(name: string, egress: boolean): Operation {
  return operation({
    name,
    access: 'write',
    input: authorizeInput,
    target: onGroup,
    run: (input, context) => {
      const group = groupOf(context, input.GroupId);
      const rules = rulesOf(input, egress);
      for (const rule of rules) if (rule.group !== undefined) groupOf(context, rule.group);
      if (rules.some((rule) => group.rules.some((known) => sameRule(rule, known)))) {
        throw new AwsError('InvalidPermission.Duplicate', 'the specified rule already exists');
      }
      group.rules.push(...rules);
      return { return: true, securityGroupRuleSet: rules.map((rule) => describeRule(context, group.id, rule)) };
    },
    trail: {
      parameters: trailPermissions,
      response: (output, context) => trailAnswer({ _return: output.return, securityGroupRuleSet: output.securityGroupRuleSet }, context.requestId),
    },
  });
}

function revoke(name: string, egress: boolean): Operation {
  return operation({
    name,
    access: 'write',
    input: authorizeInput.extend({ SecurityGroupRuleId: list(z.string()) }),
    target: onGroup,
    run: (input, context) => {
      const group = groupOf(context, input.GroupId);
      if (!input.SecurityGroupRuleId.every((id) => group.rules.some((known) => known.id === id && known.egress === egress))) {
        throw new AwsError('InvalidSecurityGroupRuleId.NotFound', 'The specified rule does not exist in this security group.');
      }
      const rules = [...rulesOf(input, egress), ...group.rules.filter(({ id }) => input.SecurityGroupRuleId.includes(id))];
      if (!rules.every((rule) => group.rules.some((known) => sameRule(rule, known)))) {
        throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
      }
      group.rules = group.rules.filter((known) => !rules.some((rule) => sameRule(rule, known)));
      return { return: true };
    },
    trail: { parameters: trailPermissions, response: (output, context) => trailAnswer({ _return: output.return }, context.requestId) },
  });
}

function permissions(group: SecurityGroupRecord, egress: boolean) {
  return group.rules.filter((rule) => rule.egress === egress).map((rule) => ({
    ipProtocol: rule.protocol, fromPort: rule.fromPort, toPort: rule.toPort,
    groups: rule.group === undefined ? [] : [{ groupId: rule.group }], ipRanges: rule.cidr === undefined ? [] : [{ cidrIp: rule.cidr }],
  }));
}

const describeSecurityGroups = operation({
  name: 'DescribeSecurityGroups',
  access: 'read',
  input: z.object({ GroupId: list(z.string()), Filter: filters }),
  run: (input, context) => {
    const wanted = input.GroupId.length > 0 ? input.GroupId.map((id) => groupOf(context, id)) : [...context.region.ec2.groups.values()];
    const found = applyFilters(wanted, input.Filter, (one, name) => {
      if (name === 'group-name') return [one.name];
      return name === 'vpc-id' ? [one.vpcId] : tagValues(one.tags, name);
    });
    return {
      securityGroupInfo: found.map((group) => ({
        ownerId: context.account.id, groupId: group.id, groupName: group.name, groupDescription: group.description, vpcId: group.vpcId,
        ipPermissions: permissions(group, false), ipPermissionsEgress: permissions(group, true), tagSet: tagSet(group.tags),
      })),
    };
  },
});

const describeSecurityGroupRules = operation({
  name: 'DescribeSecurityGroupRules',
  access: 'read',
  input: z.object({ Filter: filters }),
  run: (input, context) => {
    const rules = [...context.region.ec2.groups.values()].flatMap((group) => group.rules.map((rule) => ({ groupId: group.id, rule })));
    const found = applyFilters(rules, input.Filter, (one, name) => (name === 'group-id' ? [one.groupId] : null));
    return { securityGroupRuleSet: found.map(({ groupId, rule }) => describeRule(context, groupId, rule)) };
  },
});

/** Security groups and their rules. */
export const securityGroupOperations: readonly Operation[] = [
  createSecurityGroup, deleteSecurityGroup, describeSecurityGroups, describeSecurityGroupRules,
  authorize('AuthorizeSecurityGroupIngress', false), authorize('AuthorizeSecurityGroupEgress', true),
  revoke('RevokeSecurityGroupIngress', false), revoke('RevokeSecurityGroupEgress', true),
];
