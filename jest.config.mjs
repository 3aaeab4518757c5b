import { availableParallelism } from 'node:os';

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
  setupFiles: ['<rootDir>/test/environment/machine-clock.ts', '<rootDir>/test/environment/seed.ts'],
  globalSetup: '<rootDir>/test/environment/setup.ts',
  globalTeardown: '<rootDir>/test/environment/teardown.ts',
  reporters: ['default', '<rootDir>/test/environment/budget-reporter.ts'],
  showSeed: true,
  // Most files wait for servers, time-outs and processes: twice as many as there are cores keep them busy.
  maxWorkers: Math.min(8, 2 * availableParallelism()),
  // A worker keeps the modules of every file that it has run; above this it is replaced by a new one.
  workerIdleMemoryLimit: '1GB',
  // Long, because a test that waits for servers takes several times as long on a busy machine.
  testTimeout: 180_000,
};
