import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

const ROOT = join(import.meta.dirname, '../..');

test('properties draw from the seed of the run', () => {
  expect(fc.readConfigureGlobal()?.seed).toBe(jest.getSeed());
  const drawn = fc.sample(fc.integer(), 20);
  expect(fc.sample(fc.integer(), { numRuns: 20, seed: jest.getSeed() })).toEqual(drawn);
});

test('the seed is shown, and QD_TEST_SEED sets it', () => {
  const { stderr } = spawnSync(process.execPath, ['scripts/test.ts', 'test/domain/money.test.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, QD_TEST_UNIT: '1', QD_TEST_SEED: '-42' },
  });
  expect(stderr).toMatch(/Seed:\s+-42\b/);
  expect(stderr).toMatch(/Test time by folder/);
});
