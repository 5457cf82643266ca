import { awsAccountIdSchema, regionSchema, type AccountAccess } from '@cloudclass/plugin-contract';
import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCloudFormationProvisioner } from '../src/index.ts';

const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: '', expiration: new Date(Date.now() + 3_600_000) };
const access: AccountAccess = { accountId: awsAccountIdSchema.parse('111111111111'), region: regionSchema.parse('ap-northeast-2'), credentials: async () => ({ ...credentials }) };

const GOING = '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><CreationTime>2026-11-25T00:00:00Z</CreationTime><StackStatus>DELETE_IN_PROGRESS</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>';
const GONE = '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id s does not exist</Message></Error></ErrorResponse>';

/** Describes a stack, and has none any more when it is asked for its resources. */
async function vanishing(): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const isThere = body.includes('Action=DescribeStacks');
    response.writeHead(isThere ? 200 : 400, { 'content-type': 'text/xml' }).end(isThere ? GOING : GONE);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

test('a stack that goes between two questions is gone, not an error', async () => {
  const aws = await vanishing();
  const provisioner = createCloudFormationProvisioner({ endpoint: aws.url });
  expect(await provisioner.describe(access, 'lab')).toEqual({ status: 'absent' });
  await expect(provisioner.delete(access, 'lab')).resolves.toBeUndefined();
  aws.close();
});
