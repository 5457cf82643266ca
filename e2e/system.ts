import { freePort } from '@cloudclass/local-postgres';
import { loadSecrets, portsFrom, startEverything, type Everything } from '@cloudclass/start';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface System extends Everything {
  readonly dataDir: string;
}

/**
 * Starts the whole product as `npm start` does, on free ports and a folder of its own.
 * @param processes which roles run in which process
 * @param toolHost name under which browsers reach the tool, where it is not 127.0.0.1
 */
export async function startSystem(processes?: readonly string[], toolHost?: string): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cloudclass-e2e-'));
  // as root, PostgreSQL runs as another user, who must be able to enter
  chmodSync(dataDir, 0o711);
  const everything = await startEverything({
    root: join(import.meta.dirname, '..'),
    dataDir,
    ports: { ...portsFrom(0), tool: await freePort(), lms: await freePort(), aws: await freePort(), stripe: await freePort(), idp: await freePort(), postgres: await freePort() },
    secrets: loadSecrets(dataDir),
    say: () => {},
    ...(processes === undefined ? {} : { processes }),
    ...(toolHost === undefined ? {} : { toolHost }),
  });
  return {
    ...everything,
    dataDir,
    async close() {
      await everything.close().finally(() => rmSync(dataDir, { recursive: true, force: true }));
    },
  };
}
