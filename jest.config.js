/** One configuration for every Node workspace; the browser journeys have a project of their own because they are slow, the pages because they are built first. */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }] },
  modulePathIgnorePatterns: ['/dist/'],
  globalSetup: '<rootDir>/jest.start.js',
  globalTeardown: '<rootDir>/jest.stop.js',
};

export default {
  // jest leaves one core idle by default; with two, one would run everything
  maxWorkers: 2,
  // modules of tests that are done stay in memory: without it each of the two grew to 1.3 GB, and was too slow to end
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{lti-tool,billing,plugins/*,local/*,widgets,bench}/src/**/*.test.ts'] },
    { ...shared, displayName: 'integration', testMatch: ['<rootDir>/{lti-tool,billing,plugins/*,local/*,course-packs/*,deploy,bench}/test/**/*.test.ts'] },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/e2e/**/*.test.ts'], testTimeout: 60_000 },
    { ...shared, displayName: 'pages', testMatch: ['<rootDir>/widgets/test/**/*.test.ts'], testTimeout: 60_000, globalSetup: '<rootDir>/jest.pages.js' },
  ],
};
