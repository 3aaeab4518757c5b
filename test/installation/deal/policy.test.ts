import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dealPolicy } from '../../../installation/deal/policy.ts';
import { policiesToMove } from '../../../installation/lifecycle-policies.ts';

let folder: string;
const today = () => join(folder, 'programs/deal.yaml');
const former = () => join(folder, 'programs.yaml');

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'qd-policy-')), 'policy');
  cpSync('policy', folder, { recursive: true });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

test('is read from its place; there is nothing to do', () => {
  expect(dealPolicy(folder)).toEqual(dealPolicy('policy'));
  expect(policiesToMove(folder)).toEqual([]);
});

test('is still read from where 0.2.0 had it, and said to be moved', () => {
  renameSync(today(), former());
  expect(dealPolicy(folder)).toEqual(dealPolicy('policy'));
  expect(policiesToMove(folder)).toEqual([`move ${former()} to ${today()}`]);
});

test('in both places it is refused: nobody knows which one is meant', () => {
  cpSync(today(), former());
  expect(() => dealPolicy(folder)).toThrow(
    `${today()} and ${former()} both say how deals are decided: remove the one`,
  );
});
