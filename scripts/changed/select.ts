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

/** Who uses what in a repository. */
export interface Uses {
  tests: string[];
  /** A file or folder → the files that import, read or start it. */
  by: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * @param texts every file of the repository with its text, those without imports with an empty one
 * @param starts test/environment/starts.json: a file or folder → the files and folders that it starts or reads by other means
 * @param gone files that were deleted: what has not been mended still names them
 */
export function usesOf(
  texts: ReadonlyMap<string, string>,
  starts: Readonly<Record<string, string[]>>,
  gone: readonly string[] = [],
): Uses {
  const known = knownOf([...texts.keys(), ...gone]);
  const by = new Map<string, Set<string>>();
  const note = (used: string, file: string) => by.set(used, (by.get(used) ?? new Set()).add(file));
  for (const [file, text] of texts) for (const used of edgesOf(file, text, known)) note(used, file);
  for (const [from, list] of Object.entries(starts)) {
    for (const file of texts.keys()) if (isIn(file, from)) for (const used of list) note(used, file);
  }
  return { tests: [...texts.keys()].filter((file) => TEST.test(file)).sort(), by };
}

/** Follows imports, quoted paths and declared starts backwards from what has changed. @param changed paths from the root */
export function selectTests({ tests, by }: Uses, changed: readonly string[]): Selection {
  const everything = changed.find((file) => ALL.test(file)) ?? null;
  if (everything) return { run: tests, left: [], untested: [], everything };
  const reach = (start: string): Set<string> => {
    const seen = new Set([start]);
    for (const file of seen) for (const name of [file, ...foldersOf(file)]) add(seen, by.get(name));
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
