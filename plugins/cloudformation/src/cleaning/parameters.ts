import { DeleteParameterCommand, paginateDescribeParameters, type SSMClient } from '@aws-sdk/client-ssm';

/** Names of all parameters of a Region, every page. AWS's own are public and belong to no account. */
export async function listParameters(client: SSMClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { Parameters = [] } of paginateDescribeParameters({ client }, {})) {
    names.push(...Parameters.flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
  }
  return names;
}

/** Deletes a parameter; one that is gone is fine. */
export async function removeParameter(client: SSMClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteParameterCommand({ Name: name }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ParameterNotFound')) throw error;
  }
}
