import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** The page whose code is run. */
export const DOCUMENT = readFileSync(join(ROOT, 'docs', 'adding-a-vendor.md'), 'utf8');

/** Inside the repository, so that types and packages resolve as they would for the file that the document describes. */
const folder = mkdtempSync(join(ROOT, 'test', '.documented-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Imports the code block that starts with `// <path>`. */
export const documented = async <T>(path: string) => (await import(documentedFile(path))) as T;

/** Writes the code block that starts with `// <path>` into a file. */
export function documentedFile(path: string): string {
  const code = new RegExp(`\`\`\`ts\n(// ${path}\n.*?)\n\`\`\``, 's').exec(DOCUMENT)?.[1];
  if (!code) throw new Error(`docs/adding-a-vendor.md shows no ${path}`);
  const home = join(ROOT, path, '..');
  const here = code.replace(/from '(\.[^']+)'/g, (_, relative: string) => `from '${join(home, relative)}'`);
  const file = join(folder, path.replaceAll('/', '-'));
  writeFileSync(file, here);
  return file;
}
