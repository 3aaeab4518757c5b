import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/adding-a-vendor.md'), 'utf8');
const run = promisify(execFile);

/** A second root of the sources, so that what the page shows stands where it says that it does. */
const folder = mkdtempSync(join(tmpdir(), 'vendor-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the files that the page adds fit the ports and the simulators as they are', async () => {
  const shown = [...PAGE.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)];
  const files = shown.map(([, path = '', text = '']) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return path;
  });
  expect(files).toEqual(
    expect.arrayContaining(['adapters/prm/tidepool.ts', 'adapters/crm/moorings.ts', 'sandbox/moorings.ts']),
  );
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  const compilerOptions = { rootDirs: [ROOT, folder], types: ['node'], typeRoots };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const said = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  expect(said).toBe('');
}, 120_000);
