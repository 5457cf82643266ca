import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, GetRolePolicyCommand, PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand, CreateAccountCommand, CreateOrganizationalUnitCommand, CreatePolicyCommand as CreateOrgPolicyCommand,
  EnablePolicyTypeCommand, ListAccountsForParentCommand, ListParentsCommand, ListRootsCommand, MoveAccountCommand, paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { LocalAws } from '../src/index.ts';
import { assume, clientsFor, failureOf, memberAccount, startForTest } from './clients.ts';

describe('accounts, roles and policies', () => {
  let aws: LocalAws;
  let account: Awaited<ReturnType<typeof memberAccount>>;
  let now: Date;

  beforeAll(async () => {
    now = new Date();
    aws = await startForTest({ clock: { now: () => now } });
    account = await memberAccount(aws);
  });
  afterAll(() => aws.close());

  /** A role of the member account that its own account may assume, and clients that hold a session of it. */
  async function labRole(name: string, statements: object[], sessionPolicy?: string) {
    const trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account.id}:root` }, Action: 'sts:AssumeRole' }] });
    const { Role } = await account.member.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    await account.member.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'lab', PolicyDocument: JSON.stringify({ Statement: statements }) }));
    return clientsFor(aws.url, await assume(account.member, Role?.Arn ?? '', 'learner', sessionPolicy));
  }

  const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

  test('a role may do what its policy says and no more', async () => {
    const lab = await labRole('reader', [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }]);
    await lab.s3.send(new ListBucketsCommand({}));
    const error = await failureOf(lab.s3.send(new CreateBucketCommand({ Bucket: 'never-made' })));
    expect(error.message).toBe(`User: arn:aws:sts::${account.id}:assumed-role/reader/learner is not authorized to perform: s3:CreateBucket on resource: arn:aws:s3:::never-made because no identity-based policy allows the s3:CreateBucket action`);
  });

  test('a session policy narrows what the session may do', async () => {
    const narrow = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] });
    const lab = await labRole('narrowed', [ALL], narrow);
    await lab.s3.send(new ListBucketsCommand({}));
    expect(await failureOf(lab.iam.send(new CreateUserCommand({ UserName: 'x' })))).toMatchObject({ name: 'AccessDenied' });
  });

  test('a permissions boundary limits a role, and its name must exist', async () => {
    const lab = await labRole('bounded', [ALL]);
    const put = (PermissionsBoundary: string) => account.member.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'bounded', PermissionsBoundary }));
    expect((await failureOf(put(`arn:aws:iam::${account.id}:policy/none`))).name).toBe('NoSuchEntityException');
    const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
    const { Policy } = await account.member.iam.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument }));
    await put(Policy?.Arn ?? '');
    await lab.s3.send(new ListBucketsCommand({}));
    expect((await failureOf(lab.iam.send(new CreateUserCommand({ UserName: 'x' })))).message).toContain('no permissions boundary allows');
  });

  test('a policy comes back percent-encoded, as IAM answers it', async () => {
    await labRole('encoded', [ALL]);
    const { PolicyDocument = '' } = await account.member.iam.send(new GetRolePolicyCommand({ RoleName: 'encoded', PolicyName: 'lab' }));
    expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual({ Statement: [ALL] });
  });

  test('a role of nobody cannot be assumed', async () => {
    const RoleArn = `arn:aws:iam::${account.id}:role/nobody`;
    const error = await failureOf(account.member.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'xx' })));
    expect(error).toMatchObject({ name: 'AccessDenied', message: expect.stringContaining(`sts:AssumeRole on resource: ${RoleArn}`) });
  });

  test('a role session cannot chain into a session longer than an hour', async () => {
    const RoleArn = `arn:aws:iam::${account.id}:role/encoded`;
    const error = await failureOf(account.member.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'xx', DurationSeconds: 7_200 })));
    expect(error.name).toBe('ValidationError');
  });

  test('a managed policy that does not exist cannot be attached', async () => {
    const call = account.member.iam.send(new AttachRolePolicyCommand({ RoleName: 'encoded', PolicyArn: 'arn:aws:iam::aws:policy/None' }));
    expect((await failureOf(call)).name).toBe('NoSuchEntityException');
  });

  test('a token of another session is refused', async () => {
    const stranger = clientsFor(aws.url, { ...account.keys, sessionToken: 'forged' });
    expect((await failureOf(stranger.sts.send(new GetCallerIdentityCommand({})))).name).toBe('InvalidClientTokenId');
  });

  test('an account moves between units and carries the policies of where it is', async () => {
    const { organizations } = account.management;
    const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    const { OrganizationalUnit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: 'Frozen' }));
    const Content = JSON.stringify({
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/OrganizationAccountAccessRole' } } }],
    });
    const { Policy } = await organizations.send(new CreateOrgPolicyCommand({ Name: 'frozen', Description: 'x', Type: 'SERVICE_CONTROL_POLICY', Content }));
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: OrganizationalUnit?.Id }));
    const lab = await labRole('frozen-lab', [ALL]);
    await lab.s3.send(new ListBucketsCommand({}));

    await organizations.send(new MoveAccountCommand({ AccountId: account.id, SourceParentId: root?.Id, DestinationParentId: OrganizationalUnit?.Id }));
    const { Parents } = await organizations.send(new ListParentsCommand({ ChildId: account.id }));
    expect(Parents).toEqual([{ Id: OrganizationalUnit?.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
    const { Accounts = [] } = await organizations.send(new ListAccountsForParentCommand({ ParentId: OrganizationalUnit?.Id }));
    expect(Accounts.map((one) => one.Id)).toEqual([account.id]);
    expect((await failureOf(lab.s3.send(new ListBucketsCommand({})))).message).toContain('explicit deny in a service control policy');
    await account.member.s3.send(new ListBucketsCommand({}));
  });

  test('accounts are listed page by page, none lost', async () => {
    const { organizations } = account.management;
    for (let index = 0; index < 25; index += 1) {
      await organizations.send(new CreateAccountCommand({ AccountName: `pool-${index}`, Email: `pool-${index}@example.com` }));
    }
    const ids: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListAccounts({ client: organizations }, {})) {
      pages += 1;
      ids.push(...(page.Accounts ?? []).map((one) => one.Id));
    }
    expect([pages, new Set(ids).size]).toEqual([2, 27]);
  });

  test('a member account may not manage the organization', async () => {
    const error = await failureOf(account.member.organizations.send(new ListRootsCommand({})));
    expect(error.name).toBe('AccessDeniedException');
  });

  test('a session ends when its time is over', async () => {
    now = new Date(now.getTime() + 3_600_000);
    const member = clientsFor(aws.url, account.keys);
    expect((await failureOf(member.sts.send(new GetCallerIdentityCommand({})))).name).toBe('ExpiredToken');
  });
});
