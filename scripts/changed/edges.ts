import { posix } from 'node:path';

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm;
/** A quoted path; of a template only what stands before its first `${`. */
const QUOTED = /['"`]((?:\.{1,2}\/)*[\w@][\w@.-]*(?:\/[\w@.-]*)*|\.{1,2}(?:\/[\w@.-]+)*)/g;

/**
 * What a source file uses when it runs: the files it imports, and the files and folders whose path it quotes, because it reads or
 * starts them. A type is gone when the file runs, so `import type` does not count.
 * @param file its path from the root, with forward slashes
 * @param known every file of the repository
 * @returns files and folders, from the root
 */
export function edgesOf(file: string, text: string, known: Known): string[] {
  const folder = posix.dirname(file);
  const imports = [...text.matchAll(IMPORT)].map(([, type, from, lazy]) => ({
    type,
    path: from ?? lazy ?? '',
  }));
  const types = new Set(imports.filter(({ type }) => type !== undefined).map(({ path }) => path));
  const quoted = [...text.matchAll(QUOTED)].map(([, path = '']) => path).filter((path) => !types.has(path));
  const used = [...imports.filter(({ type }) => type === undefined).map(({ path }) => path), ...quoted]
    // Dots alone, or a bare word that is no file's name, may mean anything.
    .filter(
      (path) => /\w/.test(path) && (path.startsWith('.') || path.includes('/') || known.files.has(path)),
    )
    .map((path) => posix.join(path.startsWith('.') ? folder : '.', path).replace(/\/$/, ''));
  return [...new Set(used)].filter(
    (path) => path !== file && (known.files.has(path) || known.folders.has(path)),
  );
}

/** The repository's files, and the folders that hold them. */
export interface Known {
  files: ReadonlySet<string>;
  folders: ReadonlySet<string>;
}

export function knownOf(files: Iterable<string>): Known {
  const all = new Set(files);
  const folders = new Set<string>();
  for (const file of all) {
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder))
      folders.add(folder);
  }
  return { files: all, folders };
}
