import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which files differ from `since`, and every file's text, as git sees the working tree. */
export interface Changes {
  since: string;
  changed: string[];
  texts: Map<string, string>;
}

/**
 * Reads the working tree in `root`.
 * @param ref what to compare with; unless told, where this branch left `main`, and the last commit on `main` itself
 * @throws Error when git does not know the ref
 */
export function readChanges(root: string, ref?: string): Changes {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = (text: string) => text.split('\0').filter((line) => line !== '');
  const commit = (name: string) => {
    try {
      return git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).trim();
    } catch {
      return undefined;
    }
  };
  if (ref !== undefined && !commit(ref))
    throw new Error(`git knows no commit "${ref}"; name a branch, a tag or a commit`);
  const main = ['main', 'origin/main'].find(commit);
  const since = ref ?? (main ? git('merge-base', 'HEAD', main).trim() : 'HEAD');
  const files = lines(git('ls-files', '-z', '--cached', '--others', '--exclude-standard'));
  const changed = [
    ...lines(git('diff', '-z', '--name-only', '--no-renames', since)),
    ...lines(git('ls-files', '-z', '--others', '--exclude-standard')),
  ];
  const here = files.filter((file) => existsSync(join(root, file)));
  return {
    since: git('rev-parse', '--short', since).trim(),
    changed: [...new Set(changed)].sort(),
    texts: new Map(here.map((file) => [file, isCode(file) ? readFileSync(join(root, file), 'utf8') : ''])),
  };
}

const isCode = (file: string) => /\.(?:ts|mjs)$/.test(file);
