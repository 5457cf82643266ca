import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { flag, list } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import type { ParameterRecord } from '../state/model.ts';
import { trailCase } from '../trail/casing.ts';

const parameterName = z.string().regex(/^[\w./-]{1,1011}$/);

function arnOf(context: CallContext, name: string): string {
  return `arn:aws:ssm:${context.region.name}:${context.account.id}:parameter/${name.replace(/^\//, '')}`;
}

const onParameter = (input: { readonly Name: string }, context: CallContext) => ({ arn: arnOf(context, input.Name) });

function notFound(name: string): AwsError {
  return new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
}

function describeParameter(context: CallContext, parameter: ParameterRecord) {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: arnOf(context, parameter.name),
    DataType: 'text',
  };
}

const putParameter = operation({
  name: 'PutParameter',
  access: 'write',
  input: z.object({
    Name: parameterName,
    Value: z.string().min(1).max(4_096),
    Type: z.enum(['String', 'StringList', 'SecureString']).default('String'),
    Overwrite: flag.default(false),
  }),
  target: onParameter,
  trail: {
    parameters: (input) => ({ ...trailCase(input), value: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
  },
  run: (input, context) => {
    const { parameters } = context.region;
    const existing = parameters.get(input.Name);
    if (existing && !input.Overwrite) {
      throw new AwsError('ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.');
    }
    const version = (existing?.version ?? 0) + 1;
    parameters.set(input.Name, { name: input.Name, type: input.Type, value: input.Value, version, modifiedAt: context.now.toISOString() });
    return { Version: version, Tier: 'Standard' };
  },
});

const getParameter = operation({
  name: 'GetParameter',
  access: 'read',
  input: z.object({ Name: parameterName }),
  target: onParameter,
  run: (input, context) => {
    const parameter = context.region.parameters.get(input.Name);
    if (!parameter) throw notFound(input.Name);
    return { Parameter: describeParameter(context, parameter) };
  },
});

const getParameters = operation({
  name: 'GetParameters',
  access: 'read',
  input: z.object({ Names: list(parameterName) }),
  run: (input, context) => {
    const found = input.Names.flatMap((name) => context.region.parameters.get(name) ?? []);
    const names = new Set(found.map((one) => one.name));
    return {
      Parameters: found.map((one) => describeParameter(context, one)),
      InvalidParameters: input.Names.filter((name) => !names.has(name)),
    };
  },
});

const describeParameters = operation({
  name: 'DescribeParameters',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({
    Parameters: [...context.region.parameters.values()].map((parameter) => {
      const { Value: _value, ...described } = describeParameter(context, parameter);
      return described;
    }),
  }),
});

const deleteParameter = operation({
  name: 'DeleteParameter',
  access: 'write',
  input: z.object({ Name: parameterName }),
  target: onParameter,
  run: (input, context) => {
    if (!context.region.parameters.delete(input.Name)) throw notFound(input.Name);
    return {};
  },
});

/** Parameters of AWS Systems Manager. SecureString values are kept as they come. */
export const ssm = service({
  id: 'ssm',
  protocol: 'json1.1',
  operations: [putParameter, getParameter, getParameters, describeParameters, deleteParameter],
});
