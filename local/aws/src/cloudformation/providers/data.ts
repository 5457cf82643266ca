import { z } from 'zod';
import type { Created, Provider, ProviderCall } from '../provider.ts';
import { physicalName, textProperty } from './names.ts';

const described = z.object({ TableDescription: z.object({ TableArn: z.string() }) });

function table(name: string, arn: string): Created {
  return { physicalId: name, attributes: { Arn: arn } };
}

/** AWS::DynamoDB::Table */
export const tableProvider: Provider = {
  attributes: ['Arn'],
  replacedBy: ['TableName', 'KeySchema', 'AttributeDefinitions'],
  create: async (call) => {
    const TableName = physicalName(call, 'TableName', 255);
    const { KeySchema, AttributeDefinitions, BillingMode, ProvisionedThroughput, DeletionProtectionEnabled } = call.properties;
    const answer = await call.call('dynamodb', 'CreateTable', { TableName, KeySchema, AttributeDefinitions, BillingMode, ProvisionedThroughput, DeletionProtectionEnabled });
    return table(TableName, described.parse(answer).TableDescription.TableArn);
  },
  update: async (call, name) => table(name, `arn:aws:dynamodb:${call.region.name}:${call.account}:table/${name}`),
  remove: async (call, TableName) => {
    await call.call('dynamodb', 'DeleteTable', { TableName });
  },
};

async function putParameter(call: ProviderCall, name: string, overwrite: boolean): Promise<Created> {
  const type = textProperty(call, 'Type') ?? 'String';
  const value = textProperty(call, 'Value') ?? '';
  await call.call('ssm', 'PutParameter', { Name: name, Type: type, Value: value, Overwrite: overwrite });
  return { physicalId: name, attributes: { Type: type, Value: value } };
}

/** AWS::SSM::Parameter */
export const parameterProvider: Provider = {
  attributes: ['Type', 'Value'],
  replacedBy: ['Name'],
  create: (call) => putParameter(call, physicalName(call, 'Name', 256), false),
  update: (call, name) => putParameter(call, name, true),
  remove: async (call, Name) => {
    await call.call('ssm', 'DeleteParameter', { Name });
  },
};
