import {
  AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, DeleteSecurityGroupCommand, DeleteTagsCommand, paginateDescribeSecurityGroupRules, paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand, type EC2Client, type SecurityGroup, type SecurityGroupRule,
} from '@aws-sdk/client-ec2';

/** The group that every VPC has, and nobody can delete. */
const DEFAULT = 'default';

/** Tags that AWS gives cannot be taken away. */
const ownTags = ({ Tags = [] }: SecurityGroup) => Tags.filter(({ Key }) => Key?.startsWith('aws:') !== true);

/**
 * Whether a rule of a default group is AWS's own: its members reach each other, and it lets everything out.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function isOfAws(rule: SecurityGroupRule): boolean {
  if (rule.IpProtocol !== '-1' || (rule.Description ?? '') !== '' || (rule.Tags ?? []).length > 0) return false;
  return rule.IsEgress === true ? rule.CidrIpv4 === '0.0.0.0/0' || rule.CidrIpv6 === '::/0' : rule.ReferencedGroupInfo?.GroupId === rule.GroupId;
}

/** Whether a default group lets in, or out, what AWS made it to: out to IPv6 only where the VPC has it. */
const lets = (rules: readonly SecurityGroupRule[], way: 'in' | 'out'): boolean => rules.some((rule) => isOfAws(rule) && (rule.IsEgress === true) === (way === 'out') && rule.CidrIpv6 === undefined);

function isAsMade(group: SecurityGroup, rules: readonly SecurityGroupRule[]): boolean {
  return ownTags(group).length === 0 && rules.every(isOfAws) && lets(rules, 'in') && lets(rules, 'out');
}

/** Ids of the groups that somebody made, and of default ones that somebody changed. */
export async function listSecurityGroups(client: EC2Client): Promise<string[]> {
  const [groups, rules] = [await groupsOf(client), await rulesOf(client)];
  const isLeft = (group: SecurityGroup): boolean => group.GroupName !== DEFAULT || !isAsMade(group, rules.filter(({ GroupId }) => GroupId === group.GroupId));
  return groups.filter(isLeft).flatMap(({ GroupId }) => GroupId ?? []);
}

/** Deletes a group, or makes a default one what it was. Another group's rule that refers to it would keep it: such rules go first, whatever refers to whatever. */
export async function removeSecurityGroup(client: EC2Client, id: string): Promise<void> {
  const [groups, rules] = [await groupsOf(client), await rulesOf(client)];
  const group = groups.find(({ GroupId }) => GroupId === id);
  if (group === undefined) return;
  if (group.GroupName === DEFAULT) return restore(client, group, rules.filter(({ GroupId }) => GroupId === id));
  await revoke(client, rules.filter(({ GroupId, ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId === id && GroupId !== id));
  await client.send(new DeleteSecurityGroupCommand({ GroupId: id }));
}

async function restore(client: EC2Client, group: SecurityGroup, rules: readonly SecurityGroupRule[]): Promise<void> {
  const { GroupId } = group;
  await revoke(client, rules.filter((rule) => !isOfAws(rule)));
  if (!lets(rules, 'in')) await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }] }));
  if (!lets(rules, 'out')) await client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
  const tags = ownTags(group);
  if (tags.length > 0) await client.send(new DeleteTagsCommand({ Resources: [GroupId ?? ''], Tags: tags.map(({ Key }) => ({ Key })) }));
}

async function revoke(client: EC2Client, rules: readonly SecurityGroupRule[]): Promise<void> {
  for (const { GroupId = '', SecurityGroupRuleId = '', IsEgress } of rules) {
    const rule = { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] };
    if (IsEgress === true) await client.send(new RevokeSecurityGroupEgressCommand(rule));
    else await client.send(new RevokeSecurityGroupIngressCommand(rule));
  }
}

async function groupsOf(client: EC2Client): Promise<SecurityGroup[]> {
  const groups: SecurityGroup[] = [];
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, {})) groups.push(...SecurityGroups);
  return groups;
}

async function rulesOf(client: EC2Client): Promise<SecurityGroupRule[]> {
  const rules: SecurityGroupRule[] = [];
  for await (const { SecurityGroupRules = [] } of paginateDescribeSecurityGroupRules({ client }, {})) rules.push(...SecurityGroupRules);
  return rules;
}
