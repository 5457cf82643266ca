import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  type CloudFormationClient,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { AccountAccess, EnvironmentState, Provisioner, ProvisionRequest } from '@cloudclass/plugin-contract';
import { emptyBucket } from './cleaning/buckets.ts';
import { loosenTable, tableArn } from './cleaning/tables.ts';
import { withCloudFormation, withDynamoDb, withS3, type ClientOptions } from './clients.ts';
import { environmentOf } from './stack-state.ts';

/** The stack of an environment is named by its token, so that every call finds it again. */
export function stackNameOf(token: string): string {
  return `cloudclass-${token}`;
}

/**
 * Provisions one CloudFormation stack per lab.
 * @param options.endpoint another endpoint than AWS (AWS_ENDPOINT_URL)
 */
export function createCloudFormationProvisioner(options: ClientOptions = {}): Provisioner {
  return {
    create: (request) => withCloudFormation(request.access, options, (client) => createStack(client, request)),
    describe: (access, token) => withCloudFormation(access, options, (client) => describe(client, stackNameOf(token))),
    delete: (access, token) => withCloudFormation(access, options, (client) => deleteStack({ client, access, options }, stackNameOf(token))),
  };
}

/** A stack of that name is this lab's own: the name holds its token. So "already exists" means an earlier try succeeded. */
async function createStack(client: CloudFormationClient, request: ProvisionRequest): Promise<void> {
  try {
    await client.send(new CreateStackCommand({
      StackName: stackNameOf(request.token),
      ClientRequestToken: request.token,
      TemplateBody: request.template,
      Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      OnFailure: 'ROLLBACK',
    }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AlreadyExistsException')) throw error;
  }
}

async function describe(client: CloudFormationClient, stackName: string): Promise<EnvironmentState> {
  const state = await ifThere(async () => {
    const stack = await findStack(client, stackName);
    const resources = await resourcesOf(client, stackName);
    const seen = environmentOf({ stack, resources, events: [] });
    // events are read for a failure only: a stack being created is asked about every second
    return seen.status === 'failed' ? environmentOf({ stack, resources, events: await eventsOf(client, stackName) }) : seen;
  });
  return state ?? { status: 'absent' };
}

/**
 * Asks about a stack that may go at any moment, also between two questions. CloudFormation answers a missing stack with a validation
 * error, not with an empty list.
 * @returns undefined when it is not there (any more)
 */
async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

async function findStack(client: CloudFormationClient, stackName: string): Promise<Stack> {
  const [stack] = (await client.send(new DescribeStacksCommand({ StackName: stackName }))).Stacks ?? [];
  if (stack === undefined) throw new Error(`CloudFormation described no stack of the name ${stackName}`);
  return stack;
}

async function resourcesOf(client: CloudFormationClient, stackName: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) resources.push(...(page.StackResourceSummaries ?? []));
  return resources;
}

async function eventsOf(client: CloudFormationClient, stackName: string) {
  return (await client.send(new DescribeStackEventsCommand({ StackName: stackName }))).StackEvents ?? [];
}

interface Deletion {
  readonly client: CloudFormationClient;
  readonly access: AccountAccess;
  readonly options: ClientOptions;
}

/**
 * A bucket that holds anything, and a table that is protected, block the deletion of their stack: buckets are emptied first, versions and all, and
 * tables are loosened.
 */
async function deleteStack({ client, access, options }: Deletion, stackName: string): Promise<void> {
  const resources = await ifThere(() => resourcesOf(client, stackName));
  if (resources === undefined) return;
  const place = { access, region: access.region };
  await withS3(place, options, async (s3) => {
    for (const bucket of idsOf(resources, 'AWS::S3::Bucket')) await emptyBucket(s3, bucket);
  });
  await withDynamoDb(place, options, async (dynamodb) => {
    for (const table of idsOf(resources, 'AWS::DynamoDB::Table')) await loosenTable(dynamodb, tableArn(place, table));
  });
  await client.send(new DeleteStackCommand({ StackName: stackName }));
}

function idsOf(resources: readonly StackResourceSummary[], type: string): string[] {
  return resources.flatMap(({ ResourceType, PhysicalResourceId }) => (ResourceType === type && PhysicalResourceId !== undefined ? [PhysicalResourceId] : []));
}
