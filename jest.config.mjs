/** One set-up for every kind of test; the kind is told by the file's name. */
const common = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: true }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@usher/(ingress|provisioner|audit|standalone)$': '<rootDir>/apps/$1/src/index.ts',
    '^@usher/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/tmp/', '<rootDir>/.usher/'],
};

export default {
  // Integration and e2e wait for real parts on machines that may be busy; a test that hangs still ends.
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/src/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.int\\.spec\\.ts$'],
    },
    {
      ...common,
      displayName: 'integration',
      testMatch: ['**/src/**/*.int.spec.ts', '<rootDir>/apps/console/server/*.int.spec.ts'],
      globalSetup: './scripts/jest-integration-setup.mjs',
      globalTeardown: './scripts/jest-integration-teardown.mjs',
    },
    {
      // Again, on the WordPress that USHER_TEST_WORDPRESS names (scripts/matrix.mjs).
      ...common,
      displayName: 'matrix',
      testMatch: ['<rootDir>/libs/wordpress/src/**/*.int.spec.ts', '<rootDir>/e2e/provisioning/*.e2e.spec.ts'],
      globalSetup: './scripts/jest-matrix-setup.mjs',
      globalTeardown: './scripts/jest-matrix-teardown.mjs',
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.e2e.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/e2e/console/'],
    },
    {
      // The console in a real Chromium.
      ...common,
      displayName: 'console',
      testMatch: ['<rootDir>/e2e/console/*.e2e.spec.ts'],
    },
  ],
};
