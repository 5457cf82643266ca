export { startPostgres, freePort, type PostgresOptions, type RunningPostgres } from './postgres.ts';
export { startTestServer, testDatabase, TEST_SERVER_VARIABLE, type Template, type TestDatabase } from './test-database.ts';
