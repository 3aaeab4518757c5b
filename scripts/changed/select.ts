import { edgesOf, knownOf } from './edges.ts';

/** Which tests a change can reach. */
export interface Selection {
  /** Test files to run, sorted. */
  run: string[];
  /** Test files that the change cannot reach. */
  left: string[];
  /** Changed files that no test reaches. */
  untested: string[];
  /** The changed file because of which everything runs, if there is one. */
  everything: string | null;
}

/** What every test depends on: packages, jest's configuration and what it loads before each test file. */
const ALL = /^(?:package(?:-lock)?\.json|jest\.config\.mjs|test\/environment\/seed\.ts)$/;
const TEST = /^test\/.*\.test\.ts$/;

/**
 * Follows imports, quoted paths and declared starts backwards from what has changed.
 * @param texts every file of the repository with its text, those without imports with an empty one
 * @param starts test/environment/starts.json: a file or folder → the files and folders that it starts or reads by other means
 * @param changed paths from the root; deleted files, too
 */
export function selectTests(
  texts: ReadonlyMap<string, string>,
  starts: Readonly<Record<string, string[]>>,
  changed: readonly string[],
): Selection {
  const tests = [...texts.keys()].filter((file) => TEST.test(file)).sort();
  const everything = changed.find((file) => ALL.test(file)) ?? null;
  if (everything) return { run: tests, left: [], untested: [], everything };
  // A deleted file is still imported by what has not been mended.
  const known = knownOf([...texts.keys(), ...changed]);
  const usedBy = new Map<string, Set<string>>();
  const note = (used: string, by: string) => usedBy.set(used, (usedBy.get(used) ?? new Set()).add(by));
  for (const [file, text] of texts) for (const used of edgesOf(file, text, known)) note(used, file);
  for (const [from, list] of Object.entries(starts)) {
    for (const file of known.files) if (isIn(file, from)) for (const used of list) note(used, file);
  }
  const reach = (start: string): Set<string> => {
    const seen = new Set([start]);
    for (const file of seen) for (const name of [file, ...foldersOf(file)]) add(seen, usedBy.get(name));
    return seen;
  };
  const reached = new Map(changed.map((file) => [file, reach(file)]));
  const run = tests.filter((test) => [...reached.values()].some((seen) => seen.has(test)));
  const left = tests.filter((test) => !run.includes(test));
  const untested = changed.filter((file) => !tests.some((test) => reached.get(file)?.has(test)));
  return { run, left, untested, everything: null };
}

const isIn = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

function foldersOf(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function add<T>(seen: Set<T>, more: Iterable<T> = []): void {
  for (const one of more) seen.add(one);
}
