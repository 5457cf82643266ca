import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startActivity } from '../src/composition/activity.ts';
import { startJobs } from '../src/composition/jobs.ts';
import { createServices, type Services } from '../src/composition/services.ts';
import { parseConfig } from '../src/config.ts';
import { ACTIVITY_STREAM, type LabWorld } from './lab-world.ts';

export interface RunningRoles {
  readonly services: Services;
  close(): Promise<void>;
}

/** The roles `activity` and `jobs` of the server in this process, on the database and the AWS of a world. */
export async function startRoles(world: LabWorld): Promise<RunningRoles> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudclass-roles-'));
  // the SDK finds a process's own keys in its environment
  process.env.AWS_ACCESS_KEY_ID = world.aws.managementCredentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = world.aws.managementCredentials.secretAccessKey;
  const config = parseConfig({
    DATABASE_URL: world.made.url,
    SEALING_KEY: Buffer.alloc(32).toString('base64'),
    AWS_ENDPOINT_URL: world.aws.url,
    AWS_REGION: 'us-east-1',
    AWS_FEDERATION_URL: `${world.aws.url}/federation`,
    ACTIVITY_STREAM,
    POOL_SIZE: '1',
    WAREHOUSE_DIR: folder,
  });
  const services = await createServices(config, pino({ level: 'silent' }));
  const roles = [await startActivity(services), await startJobs(services)];
  return {
    services,
    async close() {
      await Promise.all(roles.map((role) => role.close()));
      await services.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
