import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { randomIds } from '../src/ports/clock.ts';
import { institutionNamed, keepRegisteredPlatform } from '../src/features/identity/platform-registry.ts';
import { claim } from '../src/features/launch/claims.ts';
import { LaunchPlatform, type Signing } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

const CLIENT = 'registered-itself';

let server: LaunchServer;
let platform: LaunchPlatform;

beforeAll(async () => {
  server = await startLaunchServer();
  platform = await LaunchPlatform.start(server);
  const deps = { sql: server.made.database, ids: randomIds };
  await keepRegisteredPlatform(deps, {
    institutionId: await institutionNamed(deps, { name: 'Canvas College' }), issuer: platform.url, clientId: CLIENT, deploymentIds: [], takesDeployments: true,
    authorizationUrl: `${platform.url}/auth`, tokenUrl: `${platform.url}/token`, jwksUrl: `${platform.url}/jwks`, algorithms: ['RS256'],
  });
});
afterAll(async () => {
  await platform.close();
  await server.close();
});

/** A launch from a deployment that nobody has registered. */
async function launchFrom(deploymentId: string, { clientId = CLIENT, signing = {} }: { clientId?: string; signing?: Signing } = {}): Promise<number> {
  const begun = await platform.begin({ client_id: clientId, lti_deployment_id: deploymentId });
  const claims = { ...platform.claims(begun), aud: clientId, sub: `learner of ${deploymentId}`, [claim.deploymentId]: deploymentId };
  return (await platform.post({ state: begun.state, id_token: await platform.sign(claims, signing) }, begun.cookie)).status;
}

const deployments = async (): Promise<string[]> =>
  (await server.made.database.query<{ deployment_id: string }>('select deployment_id from deployment where client_id = $1 order by 1', [CLIENT])).map((row) => row.deployment_id);

// in order: what a launch takes stays
describe('a platform that registered itself without a deployment', () => {
  test('takes the deployment of its first launch, for its own institution', async () => {
    expect(await launchFrom('account')).toBe(303);
    expect(await deployments()).toEqual(['account']);
    const [person] = await server.made.database.query('select i.name from person p join institution i on i.id = p.institution_id where p.subject = $1', ['learner of account']);
    expect(person).toEqual({ name: 'Canvas College' });
  });

  test('takes another one, and each once', async () => {
    expect([await launchFrom('course'), await launchFrom('course')]).toEqual([303, 303]);
    expect(await deployments()).toEqual(['account', 'course']);
  });

  test('takes none from a launch whose signature does not hold', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await launchFrom('forged', { signing: { key: privateKey } })).toBe(400);
    expect(await deployments()).toEqual(['account', 'course']);
  });
});

test('a platform that was registered by hand takes no deployment', async () => {
  expect(await launchFrom('elsewhere', { clientId: platform.clientId })).toBe(400);
  expect(server.rejected.at(-1)?.error.code).toBe('LAUNCH_DEPLOYMENT_UNKNOWN');
});
