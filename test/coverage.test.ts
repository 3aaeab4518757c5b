import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * docs/coverage.md says which file does each line of the checklist and which test would fail without it, and which lines
 * wait. A named file that is gone, a named test that does not exist or never runs, and a line that is forgotten fail here.
 */
const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const [done = '', waiting = ''] = read('docs/coverage.md').split('\n## Not yet\n');

interface Row {
  id: string;
  file: string;
  testFile: string;
  name: string;
}
const cellsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\| [A-Z]{1,2}\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const rows: Row[] = cellsOf(done).map(([, id = '', , file = '', testFile = '', name = '']) => ({
  id,
  file,
  testFile,
  name,
}));
const later = cellsOf(waiting).map(([, id = '', , why = '']) => ({ id, why }));

const numbered = (letters: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${letters}${index + 1}`);
const LINES = [...numbered('U', 8), ...numbered('GV', 13), ...numbered('DR', 26), ...numbered('IN', 31)];

/** How jest would be told of this test, with or without a table. */
function declared(name: string, how: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `\\b(test|it)${how}(\\.each(<[^(]*>)?\\([\\s\\S]*?\\))?\\(\\s*(?<quote>['"\`])${escaped}\\k<quote>`,
  );
}

/** How a shared suite names one of its rules, from which its tests are made. */
function listed(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\bname: (?<quote>['"\`])${escaped}\\k<quote>,`);
}

/** Shared suites run through the test files that import them. */
function isRun(testFile: string): boolean {
  if (testFile.endsWith('.test.ts')) return true;
  const folder = join(testFile, '..');
  const name = testFile.slice(folder.length + 1);
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .some((file) => read(join(folder, file)).includes(`./${name}`));
}

describe('docs/coverage.md is true', () => {
  test('every line is done, waits with a reason, or both in part', () => {
    const named = new Set([...rows, ...later].map(({ id }) => id));
    expect(LINES.filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !LINES.includes(id))).toEqual([]);
    expect(later.filter(({ why }) => why.length < 10)).toEqual([]);
  });

  test.each(rows)('$id: $file is tested by "$name"', ({ file, testFile, name }) => {
    expect({ file, exists: existsSync(join(ROOT, file)) }).toEqual({ file, exists: true });
    expect({ testFile, exists: existsSync(join(ROOT, testFile)) }).toEqual({ testFile, exists: true });
    const text = read(testFile);
    const shared = !testFile.endsWith('.test.ts');
    const runs = (declared(name, '').test(text) || (shared && listed(name).test(text))) && isRun(testFile);
    const skipped = declared(name, '\\.(skip|todo|failing)').test(text) || /describe\.skip\(/.test(text);
    expect({ name, runs, skipped }).toEqual({ name, runs: true, skipped: false });
  });
});

describe('the shape that was asked for', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const sources = [
    'activities',
    'adapters',
    'contracts',
    'installation',
    'workers',
    'workflows',
    'server',
    'test',
  ].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(join(folder, file))),
  );

  test.each([
    '@temporalio/client',
    '@temporalio/worker',
    '@temporalio/workflow',
    '@temporalio/activity',
    '@temporalio/testing',
    '@anthropic-ai/sdk',
    'zod',
    'pg',
  ])('%s is there and imported', (name) => {
    expect({ ...dependencies, ...devDependencies }).toHaveProperty([name]);
    const imported = new RegExp(`(from|import\\() ?'${name}(/[\\w/-]+)?'`);
    expect(sources.some((text) => imported.test(text))).toBe(true);
  });

  test('jest runs the tests', () => {
    expect(devDependencies).toHaveProperty('jest');
    expect(process.env.JEST_WORKER_ID).toBeDefined();
  });

  test.each([
    'package.json',
    'tsconfig.json',
    'workflows',
    'activities',
    'workers',
    'adapters',
    'scripts',
    'test',
    'docker-compose.yml',
    'README.md',
  ])('%s is at the top', (name) => {
    expect(existsSync(join(ROOT, name))).toBe(true);
  });
});
