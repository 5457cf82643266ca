import { startTestServer, TEST_SERVER_VARIABLE } from '@cloudclass/local-postgres';

/** Starts one PostgreSQL for the whole run; jest calls this once per project, the first call counts. */
export default async function startOnce() {
  if (process.env[TEST_SERVER_VARIABLE] !== undefined) return;
  const server = await startTestServer();
  process.env[TEST_SERVER_VARIABLE] = server.url;
  globalThis.cloudclassTestServer = server;
}
