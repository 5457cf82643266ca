import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { flag, list, tags } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { uuid } from '../ids.ts';
import type { Principal } from '../state/credentials.ts';
import type { StackRecord, StackSource } from '../state/stacks.ts';
import { setStackStatus } from './events.ts';
import { findStack, stackArn, stackOf } from './find.ts';
import { continueStack } from './lifecycle.ts';
import { parameterValues } from './parameters.ts';
import { scopeOf } from './scope.ts';
import { parseTemplate, templateError } from './template.ts';
import { checkConditions, requireCapabilities, validateTemplate } from './validate.ts';

const stackName = z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
const parameter = z.object({
  ParameterKey: z.string(),
  ParameterValue: z.string().default(''),
  UsePreviousValue: flag.default(false),
});

const sourceInput = {
  TemplateBody: z.string().min(1).max(51_200).optional(),
  Parameters: list(parameter),
  Capabilities: list(z.string()),
  RoleARN: z.string().optional(),
  ClientRequestToken: z.string().optional(),
  Tags: tags,
};

type SourceInput = z.output<z.ZodObject<typeof sourceInput>>;

/** CloudTrail leaves template and parameter values out of the records of stacks. */
function trailParameters(input: SourceInput & { readonly StackName: string }) {
  return {
    stackName: input.StackName,
    parameters: input.Parameters.map(({ ParameterKey }) => ({ parameterKey: ParameterKey, parameterValue: '***' })),
    capabilities: input.Capabilities,
    ...(input.ClientRequestToken === undefined ? {} : { clientRequestToken: input.ClientRequestToken }),
    ...(input.RoleARN === undefined ? {} : { roleARN: input.RoleARN }),
  };
}

function givenParameters(input: SourceInput, previous: StackSource | undefined): Record<string, string> {
  return Object.fromEntries(input.Parameters.map((one) => [
    one.ParameterKey,
    one.UsePreviousValue ? (previous?.parameters[one.ParameterKey] ?? '') : one.ParameterValue,
  ]));
}

function readSource(
  context: CallContext,
  input: SourceInput & { readonly StackName: string },
  templateBody: string,
  previous: StackSource | undefined,
): StackSource {
  const template = parseTemplate(templateBody);
  validateTemplate(template);
  const parameters = Object.fromEntries(parameterValues(template, givenParameters(input, previous)));
  const place = { id: stackArn(context, input.StackName), name: input.StackName, account: context.account.id, region: context.region.name };
  checkConditions(template, scopeOf(template, parameters, place, new Map()));
  requireCapabilities(template, input.Capabilities);
  return { templateBody, parameters, capabilities: input.Capabilities };
}

/** The stack acts as its service role when it has one, and else as whoever asked for it. */
function actorOf(context: CallContext, roleArn: string | undefined): Principal {
  if (roleArn === undefined) return context.caller;
  const role = [...context.account.iam.roles.values()].find((one) => one.arn === roleArn);
  if (!role) throw templateError(`Role ${roleArn} is invalid or cannot be assumed`);
  const sessionName = 'AWSCloudFormation';
  return {
    kind: 'role',
    account: context.account.id,
    arn: `arn:aws:sts::${context.account.id}:assumed-role/${role.name}/${sessionName}`,
    id: `${role.id}:${sessionName}`,
    accessKeyId: context.caller.accessKeyId,
    roleArn: role.arn,
    roleName: role.name,
    roleId: role.id,
    sessionName,
    sessionPolicies: [],
    issuedAt: context.now.toISOString(),
  };
}

const createInput = z.object({
  StackName: stackName,
  ...sourceInput,
  OnFailure: z.enum(['ROLLBACK', 'DELETE', 'DO_NOTHING']).optional(),
  DisableRollback: flag.default(false),
});

function newStack(input: z.output<typeof createInput>, context: CallContext): StackRecord {
  const templateBody = input.TemplateBody ?? '';
  const source = readSource(context, input, templateBody, undefined);
  return {
    id: `${stackArn(context, input.StackName)}/${uuid()}`,
    name: input.StackName,
    createdAt: context.now.toISOString(),
    status: '',
    description: parseTemplate(templateBody).Description,
    source,
    token: input.ClientRequestToken,
    roleArn: input.RoleARN,
    onFailure: input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
    tags: input.Tags,
    outputs: [],
    resources: new Map(),
    leftovers: [],
    events: [],
    actor: actorOf(context, input.RoleARN),
    retain: [],
  };
}

export const createStack = operation({
  name: 'CreateStack',
  access: 'write',
  input: createInput,
  target: (input, context) => ({ arn: `${stackArn(context, input.StackName)}/*` }),
  run: (input, context) => {
    const existing = findStack(context, input.StackName);
    if (existing) {
      if (existing.token !== undefined && existing.token === input.ClientRequestToken) return { StackId: existing.id };
      throw new AwsError('AlreadyExistsException', `Stack [${input.StackName}] already exists`);
    }
    const stack = newStack(input, context);
    setStackStatus(stack, 'CREATE_IN_PROGRESS', context.now, 'User Initiated');
    context.region.stacks.set(stack.id, stack);
    continueStack(context.cloud, context.account, context.region, stack);
    return { StackId: stack.id };
  },
  trail: { parameters: trailParameters },
});

const UPDATABLE = /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE)$/;

function isUnchanged(stack: StackRecord, source: StackSource, input: SourceInput): boolean {
  const sameTemplate = isDeepStrictEqual(parseTemplate(stack.source.templateBody), parseTemplate(source.templateBody));
  const sameTags = input.Tags.length === 0 || isDeepStrictEqual(input.Tags, stack.tags);
  return sameTemplate && sameTags && isDeepStrictEqual(stack.source.parameters, source.parameters);
}

export const updateStack = operation({
  name: 'UpdateStack',
  access: 'write',
  input: z.object({ StackName: z.string(), UsePreviousTemplate: flag.default(false), ...sourceInput }),
  target: (input, context) => ({ arn: `${stackArn(context, input.StackName)}/*` }),
  run: (input, context) => {
    const stack = stackOf(context, input.StackName);
    if (stack.token !== undefined && stack.token === input.ClientRequestToken) return { StackId: stack.id };
    if (!UPDATABLE.test(stack.status)) {
      throw templateError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    const templateBody = input.UsePreviousTemplate ? stack.source.templateBody : (input.TemplateBody ?? '');
    const source = readSource(context, input, templateBody, stack.source);
    if (isUnchanged(stack, source, input)) throw templateError('No updates are to be performed.');
    Object.assign(stack, {
      previous: stack.source,
      source,
      token: input.ClientRequestToken,
      actor: actorOf(context, input.RoleARN ?? stack.roleArn),
      tags: input.Tags.length > 0 ? input.Tags : stack.tags,
      updatedAt: context.now.toISOString(),
    });
    setStackStatus(stack, 'UPDATE_IN_PROGRESS', context.now, 'User Initiated');
    continueStack(context.cloud, context.account, context.region, stack);
    return { StackId: stack.id };
  },
  trail: { parameters: trailParameters },
});

export const deleteStack = operation({
  name: 'DeleteStack',
  access: 'write',
  input: z.object({
    StackName: z.string(),
    RetainResources: list(z.string()),
    RoleARN: z.string().optional(),
    ClientRequestToken: z.string().optional(),
  }),
  target: (input, context) => ({ arn: `${stackArn(context, input.StackName)}/*` }),
  run: (input, context) => {
    const stack = findStack(context, input.StackName);
    if (!stack || stack.status === 'DELETE_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE') return {};
    if (input.RetainResources.length > 0 && stack.status !== 'DELETE_FAILED') {
      throw templateError(`Invalid operation on stack [${stack.name}]. RetainResources can only be specified when the stack is in the DELETE_FAILED state.`);
    }
    Object.assign(stack, {
      retain: input.RetainResources,
      actor: actorOf(context, input.RoleARN ?? stack.roleArn),
      token: input.ClientRequestToken,
    });
    setStackStatus(stack, 'DELETE_IN_PROGRESS', context.now, 'User Initiated');
    continueStack(context.cloud, context.account, context.region, stack);
    return {};
  },
});
