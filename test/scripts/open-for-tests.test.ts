import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

/** Hooks that fail can only be seen from outside: each of these is a run of jest with one small test file. */
const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'qd-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
/** @returns what jest said, and what the file wrote down, line by line */
async function runFile(body: string): Promise<{ said: string; noted: string[] }> {
  number += 1;
  const notes = join(folder, `notes-${number}`);
  const own = join(folder, String(number));
  const config = join(folder, `jest-${number}.config.mjs`);
  writeFileSync(notes, '');
  const settings = { rootDir: ROOT, roots: [folder], testMatch: [`${own}.test.ts`] };
  writeFileSync(
    config,
    `import whole from '${ROOT}/jest.config.mjs';
     const { extensionsToTreatAsEsm, transform } = whole;
     export default { ...${JSON.stringify(settings)}, extensionsToTreatAsEsm, transform };`,
  );
  writeFileSync(
    `${own}.test.ts`,
    `import { appendFileSync } from 'node:fs';
     import { expect, test } from '@jest/globals';
     import { openForTests } from '${ROOT}/test/environment/open-for-tests.ts';
     const note = (line: string) => appendFileSync('${notes}', line + '\\n');
     ${body}`,
  );
  const said = await new Promise<string>((resolve) => {
    const flags = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', config];
    execFile(process.execPath, flags, { cwd: ROOT }, (_error, _out, told) => resolve(told));
  });
  return { said, noted: readFileSync(notes, 'utf8').split('\n').filter(Boolean) };
}

test('what was opened is there in the tests and closed after them, last first', async () => {
  const { said, noted } = await runFile(`
    const here = openForTests(async (parts) => {
      parts.defer(() => note('first closed'));
      parts.defer(async () => note('second closed'));
      return { word: 'open' };
    });
    test('uses it', () => { note(here.word); });
  `);
  expect(said).toContain('1 passed');
  expect(noted).toEqual(['open', 'second closed', 'first closed']);
});

test('when a later part cannot be opened, the first is closed and the cause is what one reads', async () => {
  const { said, noted } = await runFile(`
    openForTests(async (parts) => {
      parts.defer(() => note('first closed'));
      throw new Error('no Postgres here');
    });
    test('uses it', () => { note('ran'); });
  `);
  expect(said).toContain('1 failed');
  expect(said).toContain('no Postgres here');
  expect(said).not.toContain('TypeError');
  expect(noted).toEqual(['first closed']);
});

test('what opens after the time is up is closed, too', async () => {
  const { said, noted } = await runFile(`
    openForTests(async (parts) => {
      await new Promise((done) => setTimeout(done, 400));
      parts.defer(() => note('late one closed'));
      return {};
    }, 100);
    test('uses it', () => {});
  `);
  expect(said).toContain('Exceeded timeout');
  expect(noted).toEqual(['late one closed']);
});
