import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inOverlay } from '../lifecycles/in-overlay.ts';
import { addLifecycles, filesOf, type Overlay } from '../lifecycles/overlay.ts';

/** The port of docs/adding-a-port.md, put into a copy of the product as the page says. */
const page = readFileSync('docs/adding-a-port.md', 'utf8');
const files = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)\n```/g)].map(
  ([, file, code]) => [file as string, code as string] as const,
);
const blockOf = (kind: string) =>
  new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\\n\`\`\``).exec(page)?.[1] as string;
const TABLE = 'adapters/ports/index.ts';
const OPERATIONS = 'docs/operations.md';

/** A row comes before the end of the table, with its import; a setting before that of the sandbox. */
const EDITS: Record<string, (text: string) => string> = {
  [TABLE]: (text) =>
    text
      .replace(/^import /m, "import type { SigningPort } from './signing.ts';\nimport ")
      .replace(
        /^(export const PORTS = \{[\s\S]*?)^\};/m,
        (_, rows: string) => `${rows}${blockOf('ts row')}\n};`,
      ),
  [OPERATIONS]: (text) => text.replace(/^\| `QUARTERDECK_SANDBOX`/m, (row) => `${blockOf('md')}\n${row}`),
};

let overlay: Overlay;
let state: string;
beforeAll(() => {
  overlay = addLifecycles([]);
  state = mkdtempSync(join(tmpdir(), 'quarterdeck-port-'));
  for (const [file, code] of files) {
    const target = join(overlay.folder, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `${code}\n`);
  }
  for (const [file, edit] of Object.entries(EDITS)) {
    const target = join(overlay.folder, file);
    writeFileSync(target, edit(readFileSync(target, 'utf8')));
  }
}, 120_000);
afterAll(() => {
  overlay?.remove();
  if (state) rmSync(state, { recursive: true, force: true });
});

describe('adding a port', () => {
  test('adds its interface, its folder and its run, and edits the table and the settings that are documented', () => {
    const all = filesOf(overlay.folder).filter((file) => !file.startsWith('node_modules'));
    expect(all.filter((file) => !existsSync(file)).sort()).toEqual(files.map(([file]) => file).sort());
    const changed = all.filter(
      (file) => existsSync(file) && !readFileSync(file).equals(readFileSync(join(overlay.folder, file))),
    );
    expect(changed.sort()).toEqual([TABLE, OPERATIONS]);
  });

  test('compiles, and a misspelled operation does not', async () => {
    // What opens ports and what they reach; nothing else knows of a new one.
    const part = { extends: './tsconfig.json', include: ['installation/ports.ts', 'test/signing-run.ts'] };
    writeFileSync(join(overlay.folder, 'tsconfig.port.json'), JSON.stringify(part));
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    expect(await inOverlay(overlay, tsc, '--noEmit', '-p', 'tsconfig.port.json')).toEqual({
      code: 0,
      text: '',
    });
  }, 120_000);

  test('is opened from its setting, writes, is looked up and is undone', async () => {
    const out = join(state, 'out');
    const environment = {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
      QUARTERDECK_MASTER_KEY: Buffer.alloc(32).toString('base64'),
      QUARTERDECK_KEYS: state,
      QUARTERDECK_RATES: 'rates.csv',
      QUARTERDECK_PRM: 'files',
      QUARTERDECK_PRM_SETTINGS: JSON.stringify({ folder: state, out }),
      QUARTERDECK_CRM: 'files',
      QUARTERDECK_CRM_SETTINGS: JSON.stringify({ folder: state, out }),
      QUARTERDECK_NOTIFY: 'outbox',
      QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({ folder: out }),
      QUARTERDECK_SIGNING: 'files',
      QUARTERDECK_SIGNING_SETTINGS: JSON.stringify({ out }),
    };
    const set = Object.entries(environment).map(
      ([name, value]) => `process.env[${JSON.stringify(name)}] = ${JSON.stringify(value)};`,
    );
    writeFileSync(
      join(overlay.folder, 'test/signing.mjs'),
      `${set.join('\n')}\nawait import('./signing-run.ts');\n`,
    );
    const { code, text } = await inOverlay(overlay, 'test/signing.mjs');
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(JSON.parse(text)).toMatchObject({ vendor: 'files', found: { created: true }, after: 'absent' });
    expect(readdirSync(out)).toEqual([]);
  }, 60_000);

  test('has its row in the environment table, which the rows of the ports are compared with', () => {
    const table = readFileSync(join(overlay.folder, OPERATIONS), 'utf8');
    expect(table).toMatch(/^\| `QUARTERDECK_SIGNING`, `QUARTERDECK_SIGNING_SETTINGS` \| `none` \|/m);
  });
});
