import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readChanges } from '../../scripts/changed/changes.ts';
import { edgesOf, knownOf } from '../../scripts/changed/edges.ts';
import { changedTests, usesIn } from '../../scripts/changed/index.ts';
import { selectTests, usesOf } from '../../scripts/changed/select.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('what a file uses', () => {
  const known = knownOf([
    'cli/index.ts',
    'cli/board.ts',
    'domain/money.ts',
    'policy/people.yaml',
    'policy/calendars.yaml',
    'README.md',
    'test/cli/board.test.ts',
    'test/data/mails/a.eml',
  ]);
  test.each([
    ['an import', "import { board } from '../../cli/board.ts';", ['cli/board.ts']],
    ['an import over lines', "import {\n  board,\n} from '../../cli/board.ts';", ['cli/board.ts']],
    ['an export', "export * from '../../cli/board.ts';", ['cli/board.ts']],
    ['an import on demand', "await import('../../cli/board.ts')", ['cli/board.ts']],
    ['a program that it starts', "spawn(NODE, [join(ROOT, 'cli/index.ts')])", ['cli/index.ts']],
    ['a file that it reads', 'readFileSync(`policy/people.yaml`)', ['policy/people.yaml']],
    ['a folder, one file of which it reads', `readFileSync(\`policy/\${name}.yaml\`)`, ['policy']],
    ['a folder beside it', "join(import.meta.dirname, '../data/mails')", ['test/data/mails']],
    ['a file of the root', "read('README.md')", ['README.md']],
  ])('%s', (_, text, used) => {
    expect(edgesOf('test/cli/board.test.ts', text, known)).toEqual(used);
  });
  test.each([
    ['a type', "import type { Money } from '../../domain/money.ts';"],
    ['a package', "import fc from 'fast-check';"],
    ['a word that is a folder, too', "const source = 'policy';"],
    ['a path that is nowhere', "readFileSync('policy/nothing.yaml')"],
    ['dots', "path.split('.').join('..')"],
    ['itself', "import './board.test.ts';"],
  ])('not %s', (_, text) => {
    expect(edgesOf('test/cli/board.test.ts', text, known)).toEqual([]);
  });
});

describe('the tests that a change reaches', () => {
  const texts = new Map([
    ['cli/index.ts', "await import('./board.ts')"],
    ['cli/board.ts', "import { sum } from '../domain/money.ts';"],
    ['domain/money.ts', ''],
    ['docs/cli.md', ''],
    ['docs/notes.txt', ''],
    ['package.json', ''],
    ['policy/people.yaml', ''],
    ['test/cli/board.test.ts', "spawn('cli/index.ts')"],
    ['test/docs/links.test.ts', ''],
    ['test/domain/money.test.ts', "import { sum } from '../../domain/money.ts';"],
  ]);
  const starts = { 'test/docs': ['docs/cli.md'], 'cli/board.ts': ['policy'] };
  const reached = (...changed: string[]) => selectTests(usesOf(texts, starts), changed);

  test('through a process, its imports and what they import', () => {
    expect(reached('domain/money.ts')).toMatchObject({
      run: ['test/cli/board.test.ts', 'test/domain/money.test.ts'],
      left: ['test/docs/links.test.ts'],
      untested: [],
    });
  });
  test('through what a file or a folder of tests declares', () => {
    expect(reached('policy/people.yaml').run).toEqual(['test/cli/board.test.ts']);
    expect(reached('docs/cli.md').run).toEqual(['test/docs/links.test.ts']);
  });
  test('a test that has changed itself', () => {
    expect(reached('test/domain/money.test.ts').run).toEqual(['test/domain/money.test.ts']);
  });
  test('a file that is gone reaches those who still name it', () => {
    const without = new Map([...texts].filter(([file]) => file !== 'domain/money.ts'));
    expect(selectTests(usesOf(without, starts, ['domain/money.ts']), ['domain/money.ts']).run).toEqual([
      'test/cli/board.test.ts',
      'test/domain/money.test.ts',
    ]);
  });
  test('all of them, where all depend on it', () => {
    expect(reached('docs/cli.md', 'package.json')).toMatchObject({ left: [], everything: 'package.json' });
    expect(reached('package.json').run).toHaveLength(3);
  });
  test('none, which is said', () => {
    expect(reached('docs/notes.txt')).toMatchObject({ run: [], untested: ['docs/notes.txt'] });
  });
});

describe('in a clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-changed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    git('init', '-q', '-b', 'main');
    git('config', 'user.email', 'test@quarterdeck.example');
    git('config', 'user.name', 'Test');
    write('domain/a.ts', 'export const a = 1;');
    write('domain/b c.ts', 'export const b = 1;');
    write('test/domain/a.test.ts', "import { a } from '../../domain/a.ts';");
    write('test/domain/b.test.ts', "import { b } from '../../domain/b c.ts';");
    write('test/environment/setup.ts', '');
    write('test/environment/starts.json', '{ "test/domain/b.test.ts": ["test/environment/setup.ts"] }');
    git('add', '-A');
    git('commit', '-qm', 'first');
  });

  test('on a branch: its commits, what is not committed and what git does not know yet', () => {
    git('switch', '-qc', 'mine');
    write('domain/a.ts', 'export const a = 2;');
    git('commit', '-qam', 'mine');
    write('domain/b c.ts', 'export const b = 2;');
    write('domain/new.ts', '');
    expect(readChanges(folder).changed).toEqual(['domain/a.ts', 'domain/b c.ts', 'domain/new.ts']);
    expect(changedTests(folder, undefined, false)).toMatchObject({
      run: ['test/domain/a.test.ts', 'test/domain/b.test.ts'],
      told: expect.arrayContaining([
        'Running 2 of 2 test files: test/domain 2.',
        'No test reaches domain/new.ts.',
      ]),
    });
    expect(readChanges(folder, 'mine').changed).toEqual(['domain/b c.ts', 'domain/new.ts']);
  });
  test('without servers, what needs them is left out and named', () => {
    write('domain/b c.ts', 'export const b = 2;');
    const { run, told } = changedTests(folder, undefined, true);
    expect(run).toEqual([]);
    expect(told).toContain('Left out, because QD_TEST_UNIT starts no servers: test/domain 1.');
  });
  test('nothing has changed', () => {
    expect(changedTests(folder, undefined, false)).toEqual({
      run: [],
      told: [expect.stringMatching(/^Nothing has changed since \w+: no test is run\.$/)],
    });
  });
  test('a commit that git does not know is refused', () => {
    expect(() => readChanges(folder, 'nowhere')).toThrow('git knows no commit "nowhere"');
  });
});

describe('in this repository', () => {
  const { texts } = readChanges(ROOT, 'HEAD');
  const uses = usesIn(ROOT);
  const starts = JSON.parse(readFileSync(join(ROOT, 'test/environment/starts.json'), 'utf8')) as Record<
    string,
    string[]
  >;
  const known = knownOf(texts.keys());

  test('what is declared exists', () => {
    const named = Object.entries(starts).flat(2);
    expect(named.filter((name) => !known.files.has(name) && !known.folders.has(name))).toEqual([]);
  });
  // Each of them runs in a process of its own, or is read from a file: no import leads from the test to it.
  test.each([
    ['cli/index.ts', 'test/cli/errors.test.ts'],
    ['scripts/start.ts', 'test/scripts/start.test.ts'],
    ['scripts/setup/supervisor.ts', 'test/e2e/decide.test.ts'],
    ['workers/index.ts', 'test/e2e/crash.test.ts'],
    ['server/index.ts', 'test/server/process.test.ts'],
    ['sandbox/index.ts', 'test/cli/deciding.test.ts'],
    ['workflows/index.ts', 'test/workflows/replay.test.ts'],
    ['domain/receipt.ts', 'test/cli/deciding.test.ts'],
    ['policy/people.yaml', 'test/contracts/policy-authority.test.ts'],
    ['policy/programs/deal.yaml', 'test/workflows/deal/registration.test.ts'],
    ['docs/adding-a-vendor.md', 'test/docs/documents.test.ts'],
    ['test/environment/setup.ts', 'test/adapters/store/together.test.ts'],
  ])('%s is tested by %s', (file, by) => {
    expect([...texts.keys()]).toEqual(expect.arrayContaining([file, by]));
    expect(selectTests(uses, [file]).run).toContain(by);
  });
  test('a migration is tested by what has a database', () => {
    const migration = [...texts.keys()].find((file) =>
      file.startsWith('adapters/store/migrations/'),
    ) as string;
    expect(selectTests(uses, [migration]).run).toContain('test/adapters/store/together.test.ts');
  });
  test('a change of one command leaves most of the suite alone', () => {
    const { run, left } = selectTests(uses, ['cli/index.ts']);
    expect(run.length).toBeLessThan(left.length / 4);
  });
});
