import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from './run-cli.ts';

const REBATE = 'policy/incentives/volume-rebate-2026.yaml';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-programs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const rebate = () => readFileSync(REBATE, 'utf8').replace('program: volume', 'program: other');

test('a right file is told with its version, also without anything running', async () => {
  const said = await runCli(['programs', 'check', REBATE, '--json']);
  expect({ code: said.code, ...JSON.parse(said.stdout) }).toEqual({
    ...{ code: 0, file: REBATE, faults: [], program: 'volume-rebate-2026' },
    version: expect.stringMatching(/^[0-9a-f]{64}$/),
    status: expect.stringMatching(/^(planned|active|ended)$/),
  });
  expect((await runCli(['programs', 'check', REBATE])).stdout).toMatch(
    /is right: volume-rebate-2026, version\s+[0-9a-f]{12} from 2026-01-01, (planned|active|ended)\.\n$/,
  );
});

test('a wrong file exits 2 with every fault, its line and the fix', async () => {
  const file = written(
    'a.yaml',
    rebate().replace('percent: 3 ', 'percent: 1 ').replace('[credit_note]', '[tax_form]'),
  );
  const said = await runCli(['programs', 'check', file]);
  expect(said).toMatchObject({ code: 2, stdout: '' });
  expect(said.stderr).toBe(
    `${file}:22: rules.0.tiered.steps.1: a higher tier must give more than the one below it\n` +
      `${file}:27: papers: a price reduction needs a credit_note\n` +
      'Correct the file; docs/incentives.md says what each field means.\n',
  );
  const json = JSON.parse((await runCli(['programs', 'check', file, '--json'])).stdout);
  expect(json.faults.map(({ line }: { line: number }) => line)).toEqual([22, 27]);
});

test('a version is held against those that are there', async () => {
  const file = written('b.yaml', readFileSync(REBATE, 'utf8'));
  const said = await runCli(['programs', 'check', file]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(':6: effectiveFrom: another file has a version of volume-rebate-2026');
});

test.each(['none.yaml', '.'])('%s is no file that can be read: exit 2', async (name) => {
  const said = await runCli(['programs', 'check', join(folder, name)]);
  expect(said.code).toBe(2);
  expect(said.stderr).toMatch(/cannot be read \((ENOENT|EISDIR)\)\.\nName a YAML file\.\n/);
});
