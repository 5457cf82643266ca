import { z } from 'zod';
import { list, whole } from '../dispatch/fields.ts';
import type { CallContext } from '../dispatch/cloud.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import { managedPolicyText } from '../identity/policies-of.ts';
import { opaqueToken, secret, upperId } from '../ids.ts';
import { requestsUnderWay } from '../organizations/requests.ts';
import type { Credential } from '../state/credentials.ts';
import { trailCase } from '../trail/casing.ts';
import type { RoleRecord } from '../state/model.ts';

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;
/** Longest session of a caller that is itself a role session (role chaining). */
const CHAINED_LIMIT_SECONDS = 3_600;
/** An ended session is answered with ExpiredToken for a day, then as an unknown key. */
const REMEMBER_EXPIRED_MS = 24 * 3_600_000;

/** The role of an ARN; one in an account that is still being made is not there yet. */
function findRole(context: CallContext, arn: string): { readonly account: string; readonly role: RoleRecord } | null {
  const [, account, name] = ROLE_ARN.exec(arn) ?? [];
  const { organization } = context.cloud.state;
  if (organization !== null && requestsUnderWay(organization, context.now).some(({ accountId }) => accountId === account)) return null;
  const role = account === undefined || name === undefined ? undefined : context.cloud.state.accounts.get(account)?.iam.roles.get(name);
  return role && account !== undefined && role.arn === arn ? { account, role } : null;
}

const assumeRoleInput = z.object({
  RoleArn: z.string().min(20),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: whole.min(900).max(43_200).default(3_600),
  Policy: z.string().optional(),
  PolicyArns: list(z.object({ arn: z.string() })),
  ExternalId: z.string().optional(),
});

function checkDuration(context: CallContext, role: RoleRecord, seconds: number): void {
  if (context.caller.kind === 'role' && seconds > CHAINED_LIMIT_SECONDS) {
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  }
  if (seconds > role.maxSessionDuration) {
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

type Session = Extract<Credential, { kind: 'session' }>;

/** Drops sessions that ended so long ago that nobody asks why any more. */
function forgetOldSessions(credentials: Map<string, Credential>, now: Date): void {
  for (const [key, credential] of credentials) {
    if (credential.kind === 'session' && Date.parse(credential.expiresAt) < now.getTime() - REMEMBER_EXPIRED_MS) credentials.delete(key);
  }
}

function startSession(
  context: CallContext,
  found: { readonly account: string; readonly role: RoleRecord },
  input: z.output<typeof assumeRoleInput>,
): Session {
  const { credentials } = context.cloud.state;
  const managed = input.PolicyArns.flatMap(({ arn }) => managedPolicyText(context.account, arn) ?? []);
  const session: Session = {
    kind: 'session',
    accessKeyId: upperId('ASIA', 16),
    secret: secret(),
    token: opaqueToken(),
    account: found.account,
    roleName: found.role.name,
    sessionName: input.RoleSessionName,
    policies: [...managed, ...(input.Policy === undefined ? [] : [input.Policy])],
    issuedAt: context.now.toISOString(),
    expiresAt: new Date(context.now.getTime() + input.DurationSeconds * 1000).toISOString(),
  };
  forgetOldSessions(credentials, context.now);
  credentials.set(session.accessKeyId, session);
  context.cloud.changed();
  return session;
}

function answer(session: Session, role: RoleRecord, sessionName: string) {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secret,
      SessionToken: session.token,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${sessionName}`,
      Arn: `arn:aws:sts::${session.account}:assumed-role/${role.name}/${sessionName}`,
    },
  };
}

const assumeRole = operation({
  name: 'AssumeRole',
  access: 'read',
  input: assumeRoleInput,
  target: (input, context) => {
    const found = findRole(context, input.RoleArn);
    const conditions = input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId };
    return { arn: input.RoleArn, policy: found?.role.trustPolicy, owner: found?.account, mustAllow: true, conditions };
  },
  run: (input, context) => {
    const found = findRole(context, input.RoleArn);
    if (!found) throw new AwsError('AccessDenied', `Role ${input.RoleArn} cannot be assumed.`, 403);
    checkDuration(context, found.role, input.DurationSeconds);
    return answer(startSession(context, found, input), found.role, input.RoleSessionName);
  },
  trail: {
    response: (output) => trailCase({ ...output, Credentials: { ...output.Credentials, SecretAccessKey: undefined } }),
    resources: (input) => [{ ARN: input.RoleArn, accountId: ROLE_ARN.exec(input.RoleArn)?.[1] ?? '', type: 'AWS::IAM::Role' }],
  },
});

const getCallerIdentity = operation({
  name: 'GetCallerIdentity',
  access: 'read',
  open: true,
  input: z.object({}),
  run: (_input, { caller }) => ({ UserId: caller.id, Account: caller.account, Arn: caller.arn }),
});

/** AWS Security Token Service: sessions of roles, and who one is. */
export const sts = service({
  id: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: [assumeRole, getCallerIdentity],
});
