import { startTestServer, TEST_SERVER_VARIABLE } from '@cloudclass/local-postgres';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a temporary folder for the whole run and starts one PostgreSQL in it; jest calls this once per project, the first call counts. */
export default async function startOnce() {
  if (process.env[TEST_SERVER_VARIABLE] !== undefined) return;
  takeFolder();
  const server = await startTestServer();
  process.env[TEST_SERVER_VARIABLE] = server.url;
  globalThis.cloudclassTestServer = server;
}

/** What tests, browsers and servers put into the temporary folder goes with the run, also when a test failed or Ctrl-C was pressed. */
function takeFolder() {
  // short, because paths of sockets are limited to 104 bytes on macOS
  const folder = mkdtempSync(join(tmpdir(), 'cloudclass-'));
  // as root, PostgreSQL runs as another user, who must be able to enter
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}
