import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inOverlay } from './in-overlay.ts';
import { addLifecycles, filesOf, type Overlay, REGISTERS } from './overlay.ts';

/**
 * The frame's acceptance: a lifecycle is a folder in each layer and lines in the registers. Two toys are added to a copy of the
 * product; both have the same activities, steps, notices, messages and record ids.
 */
const ROOT = join(import.meta.dirname, '../..');
const NAMES = ['toy', 'duo'];

let overlay: Overlay;
beforeAll(() => {
  overlay = addLifecycles(NAMES);
}, 120_000);
afterAll(() => overlay?.remove());

const compile = () => inOverlay(overlay, join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit');

describe('adding a lifecycle', () => {
  test('edits the registers and nothing else, a line and its import each', () => {
    const added: string[] = [];
    const changed: string[] = [];
    for (const file of filesOf(overlay.folder).filter((one) => !one.startsWith('node_modules'))) {
      if (!existsSync(join(ROOT, file))) added.push(file);
      else if (!readFileSync(join(ROOT, file)).equals(readFileSync(join(overlay.folder, file))))
        changed.push(file);
    }
    expect(changed.sort()).toEqual(Object.keys(overlay.edited).sort());
    const own = added.filter((file) =>
      NAMES.some((name) => file.includes(`/${name}/`) || file.endsWith(`/${name}.yaml`)),
    );
    expect(added.filter((file) => !own.includes(file)).sort()).toEqual([
      'test/duo-run.ts',
      'test/toy-run.ts',
    ]);
    const lines = Object.values(overlay.edited).reduce((sum, each) => sum + each, 0);
    expect({ files: changed.length, lines }).toEqual({ files: 14, lines: 26 });
  });

  test('imports no other lifecycle', () => {
    const imports = NAMES.flatMap((name) =>
      filesOf(overlay.folder)
        .filter((file) => file.includes(`/${name}/`) && file.endsWith('.ts'))
        .flatMap((file) => [...readFileSync(join(overlay.folder, file), 'utf8').matchAll(/from '([^']+)'/g)])
        .map(([, path]) => path as string)
        .filter((path) => ['deal', ...NAMES].some((other) => other !== name && path.includes(`/${other}/`))),
    );
    expect(imports).toEqual([]);
  });

  test('compiles', async () => {
    expect(await compile()).toEqual({ code: 0, text: '' });
  }, 120_000);

  test('does not compile while a register has no line for it: each of them says so', async () => {
    const typed = Object.keys(REGISTERS).filter((file) => file !== 'domain/lifecycles.ts');
    const { text } = await overlay.without(typed, compile);
    // What the bundle has to export is said where the bundle is checked.
    const said = typed.map((file) => (file === 'workflows/index.ts' ? 'workflows/lifecycles.ts' : file));
    const complaining = [...text.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file);
    expect(complaining).toEqual(expect.arrayContaining(said));
  }, 120_000);
});
