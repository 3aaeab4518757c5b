import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A fault may make a test wait for ever. */
const LONGEST_MS = 600_000;

/** A copy of the clone at a commit, in which faults can be planted. */
export interface Scratch {
  folder: string;
  /** Short name of the commit. */
  commit: string;
  /** Where a file of the clone is at that commit: files move. */
  pathOf(file: string): string;
  /** Runs test files there; answers the names of the tests that fail, as `file › test`. */
  failing(tests: readonly string[], options: { only?: string | undefined; unit: boolean }): Promise<string[]>;
  remove(): void;
}

/** @throws Error when git does not know the commit */
export function makeScratch(clone: string, ref: string): Scratch {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: clone, encoding: 'utf8', stdio: 'pipe' });
  const commit = git('rev-parse', '--short', `${ref}^{commit}`).trim();
  const parent = mkdtempSync(join(tmpdir(), 'qd-faults-'));
  const folder = join(parent, 'clone');
  git('worktree', 'add', '--quiet', '--detach', folder, commit);
  const lock = (at: string) => readFileSync(join(at, 'package-lock.json'), 'utf8');
  if (lock(clone) === lock(folder)) symlinkSync(join(clone, 'node_modules'), join(folder, 'node_modules'));
  else
    execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'ignore',
    });
  const moved = new Map(
    git('diff', '--name-status', '--find-renames', '--diff-filter=R', commit, 'HEAD')
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([, was = '', is = '']) => [is, was]),
  );
  const pathOf = (file: string) => moved.get(file) ?? file;
  return {
    folder,
    commit,
    pathOf,
    failing: async (tests, { only, unit }) => {
      const report = join(parent, 'report.json');
      rmSync(report, { force: true });
      const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
      const chosen = only === undefined ? [] : [`--testNamePattern=${only}`];
      const args = [
        '--silent',
        '--forceExit',
        '--json',
        `--outputFile=${report}`,
        ...chosen,
        '--runTestsByPath',
        ...tests.map(pathOf),
      ];
      const { QD_TEST_UNIT: _, ...env } = process.env;
      await ended(
        spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], {
          cwd: folder,
          env: unit ? { ...env, QD_TEST_UNIT: '1' } : env,
          stdio: 'ignore',
          timeout: LONGEST_MS,
        }),
      );
      if (!existsSync(report)) return [`${tests.join(', ')} › does not end`];
      return failuresIn(readFileSync(report, 'utf8'), folder);
    },
    remove() {
      git('worktree', 'remove', '--force', folder);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

interface Report {
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

/** A file that cannot even be loaded counts as one failing test. */
function failuresIn(report: string, folder: string): string[] {
  return (JSON.parse(report) as Report).testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(folder, name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file} › cannot be loaded`];
    return failed.map((one) => `${file} › ${one.fullName}`);
  });
}
