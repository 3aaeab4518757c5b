/** Jest in ESM mode: TypeScript is stripped by swc, types are checked by `npm run typecheck`. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  setupFiles: ['<rootDir>/test/environment/seed.ts'],
  globalSetup: '<rootDir>/test/environment/setup.ts',
  globalTeardown: '<rootDir>/test/environment/teardown.ts',
  reporters: ['default', '<rootDir>/test/environment/budget-reporter.ts'],
  showSeed: true,
  maxWorkers: 2,
  testTimeout: 60_000,
};
