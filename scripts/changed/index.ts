import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Changes, readChanges } from './changes.ts';
import { type Selection, selectTests, type Uses, usesOf } from './select.ts';

const STARTS = 'test/environment/starts.json';
/** Every test that needs a server reaches it. */
const SERVERS = 'test/environment/setup.ts';

/**
 * The tests that what has changed can reach, for `npm test -- --changed`.
 * @param root the clone
 * @param ref what to compare with; unless told, where this branch left main
 * @param unit leaves out what needs servers
 * @returns the test files, and what to tell the developer
 * @throws Error when git does not know `ref`
 */
export function changedTests(
  root: string,
  ref: string | undefined,
  unit: boolean,
): { run: string[]; told: string[] } {
  const changes = readChanges(root, ref);
  const uses = usesOf(changes.texts, startsOf(root), changes.changed);
  const selection = selectTests(uses, changes.changed);
  const servers = new Set(unit ? selectTests(uses, [SERVERS]).run : []);
  const run = selection.run.filter((file) => !servers.has(file));
  const started = selection.run.filter((file) => servers.has(file));
  return { run, told: toldOf(changes, selection, run, started) };
}

/** The test files that need servers. @param root the clone */
export function needServers(root: string): Set<string> {
  return new Set(selectTests(usesIn(root), [SERVERS]).run);
}

/** Who uses what in a clone. */
export function usesIn(root: string): Uses {
  return usesOf(readChanges(root, 'HEAD').texts, startsOf(root));
}

function startsOf(root: string): Record<string, string[]> {
  return JSON.parse(readFileSync(join(root, STARTS), 'utf8')) as Record<string, string[]>;
}

function toldOf(
  { since, changed }: Changes,
  selection: Selection,
  run: string[],
  started: string[],
): string[] {
  if (changed.length === 0) return [`Nothing has changed since ${since}: no test is run.`];
  const { left, untested, everything } = selection;
  const all = selection.run.length + left.length;
  return [
    `Changed since ${since}: ${listed(changed)}.`,
    ...(everything ? [`Every test depends on ${everything}.`] : []),
    `Running ${run.length} of ${all} test files${run.length === 0 ? '' : `: ${byFolder(run)}`}.`,
    ...(left.length === 0 ? [] : [`Left out, because the change does not reach them: ${byFolder(left)}.`]),
    ...(started.length === 0
      ? []
      : [`Left out, because QD_TEST_UNIT starts no servers: ${byFolder(started)}.`]),
    ...(untested.length === 0 ? [] : [`No test reaches ${listed(untested)}.`]),
  ];
}

function listed(files: string[]): string {
  const shown = files.slice(0, 5).join(', ');
  return files.length > 5 ? `${shown} and ${files.length - 5} more` : shown;
}

/** `test/cli 4, test/domain 8` */
function byFolder(files: string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = file.split('/').slice(0, -1).slice(0, 2).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].map(([folder, count]) => `${folder} ${count}`).join(', ');
}
