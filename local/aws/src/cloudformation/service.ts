import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list, page } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { describeEvent, describeResource, describeStack, summarizeResource } from './describe.ts';
import { stackArn, stackOf } from './find.ts';
import { createStack, deleteStack, updateStack } from './stacks.ts';
import { parseTemplate, templateError } from './template.ts';
import { neededCapability, validateTemplate as checkTemplate } from './validate.ts';

const PAGE_SIZE = 100;
const named = z.object({ StackName: z.string(), NextToken: z.string().optional() });
const onStack = (input: { readonly StackName: string }, context: CallContext) => ({ arn: `${stackArn(context, input.StackName)}/*` });

const describeStacks = operation({
  name: 'DescribeStacks',
  access: 'read',
  input: z.object({ StackName: z.string().optional(), NextToken: z.string().optional() }),
  target: (input, context) => (input.StackName === undefined ? { arn: '*' } : { arn: `${stackArn(context, input.StackName)}/*` }),
  run: (input, context) => {
    if (input.StackName !== undefined) return { Stacks: [describeStack(stackOf(context, input.StackName))] };
    const present = [...context.region.stacks.values()].filter((stack) => stack.status !== 'DELETE_COMPLETE');
    const { items, next } = page(present, input.NextToken, PAGE_SIZE);
    return { Stacks: items.map(describeStack), NextToken: next };
  },
});

const listStacks = operation({
  name: 'ListStacks',
  access: 'read',
  input: z.object({ StackStatusFilter: list(z.string()), NextToken: z.string().optional() }),
  run: (input, context) => {
    const wanted = [...context.region.stacks.values()]
      .filter((stack) => input.StackStatusFilter.length === 0 || input.StackStatusFilter.includes(stack.status));
    const { items, next } = page(wanted, input.NextToken, PAGE_SIZE);
    const summaries = items.map(describeStack).map(({ StackId, StackName, CreationTime, DeletionTime, StackStatus, StackStatusReason }) =>
      ({ StackId, StackName, CreationTime, DeletionTime, StackStatus, StackStatusReason }));
    return { StackSummaries: summaries, NextToken: next };
  },
});

const describeStackEvents = operation({
  name: 'DescribeStackEvents',
  access: 'read',
  input: named,
  target: onStack,
  run: (input, context) => {
    const stack = stackOf(context, input.StackName);
    const { items, next } = page(stack.events.toReversed(), input.NextToken, PAGE_SIZE);
    return { StackEvents: items.map((event) => describeEvent(stack, event)), NextToken: next };
  },
});

const describeStackResources = operation({
  name: 'DescribeStackResources',
  access: 'read',
  input: named.extend({ LogicalResourceId: z.string().optional() }),
  target: onStack,
  run: (input, context) => {
    const stack = stackOf(context, input.StackName);
    const wanted = [...stack.resources.values()]
      .filter((one) => input.LogicalResourceId === undefined || one.logicalId === input.LogicalResourceId);
    return { StackResources: wanted.map((resource) => describeResource(stack, resource)) };
  },
});

const listStackResources = operation({
  name: 'ListStackResources',
  access: 'read',
  input: named,
  target: onStack,
  run: (input, context) => {
    const { items, next } = page([...stackOf(context, input.StackName).resources.values()], input.NextToken, PAGE_SIZE);
    return { StackResourceSummaries: items.map(summarizeResource), NextToken: next };
  },
});

const getTemplate = operation({
  name: 'GetTemplate',
  access: 'read',
  input: z.object({ StackName: z.string() }),
  target: onStack,
  run: (input, context) => ({
    TemplateBody: stackOf(context, input.StackName).source.templateBody,
    StagesAvailable: ['Original', 'Processed'],
  }),
});

const validateTemplate = operation({
  name: 'ValidateTemplate',
  access: 'read',
  input: z.object({ TemplateBody: z.string().optional() }),
  run: (input) => {
    if (input.TemplateBody === undefined) throw templateError('The local AWS endpoint reads templates from TemplateBody only');
    const template = parseTemplate(input.TemplateBody);
    checkTemplate(template);
    const capability = neededCapability(template);
    return {
      Description: template.Description || undefined,
      Parameters: Object.entries(template.Parameters).map(([name, parameter]) => ({
        ParameterKey: name, DefaultValue: parameter.Default, NoEcho: parameter.NoEcho ?? false, Description: parameter.Description,
      })),
      ...(capability === null
        ? {}
        : { Capabilities: [capability], CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM]' }),
    };
  },
});

/** AWS CloudFormation: stacks whose resources come one by one, in dependency order. */
export const cloudformation = service({
  id: 'cloudformation',
  protocol: 'query',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  operations: [
    createStack, updateStack, deleteStack, describeStacks, listStacks, describeStackEvents, describeStackResources,
    listStackResources, getTemplate, validateTemplate,
  ],
});
