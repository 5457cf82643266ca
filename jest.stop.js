import { TEST_SERVER_VARIABLE } from '@cloudclass/local-postgres';

/** Ends what jest.start.js started. */
export default async function stopOnce() {
  const server = globalThis.cloudclassTestServer;
  globalThis.cloudclassTestServer = undefined;
  delete process.env[TEST_SERVER_VARIABLE];
  await server?.close();
}
