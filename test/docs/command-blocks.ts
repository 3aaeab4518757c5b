import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** One command line of a document that a reader can type. */
export interface DocumentedCommand {
  /** `README.md:61` */
  place: string;
  /** As written, continuation lines joined. */
  line: string;
  /** What it exits with; documents say `# exit 3` behind a command that is meant to fail. */
  exit: number;
}

/** README.md first, as a reader would, then docs/ by name. */
export function documents(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return ['README.md', ...docs.sort().map((name) => `docs/${name}`)];
}

/** The `quarterdeck` and `temporal` command lines in the shell blocks of a document, in order. */
export function commandsOf(document: string): DocumentedCommand[] {
  return commandsIn(readFileSync(join(ROOT, document), 'utf8'), document);
}

/** The same for a text; `name` is what places are called after. */
export function commandsIn(text: string, name: string): DocumentedCommand[] {
  const found: DocumentedCommand[] = [];
  let inBlock = false;
  let begun: { line: string; at: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^\s*```/.test(raw)) {
      inBlock = !inBlock && /^\s*```(sh|bash|console)\s*$/.test(raw);
      continue;
    }
    if (!inBlock) continue;
    const part = raw.replace(/^\s*\$ /, '').trim();
    begun = begun ? { ...begun, line: `${begun.line} ${part}` } : { line: part, at: index + 1 };
    if (begun.line.endsWith('\\')) {
      begun.line = begun.line.slice(0, -1).trimEnd();
      continue;
    }
    const { line, at } = begun;
    begun = undefined;
    if (isOurs(line)) found.push({ place: `${name}:${at}`, ...withExit(line) });
  }
  return found;
}

/** Starts with one of the two commands, or pipes into one. */
function isOurs(line: string): boolean {
  return /^(npx quarterdeck|quarterdeck|temporal) /.test(line) || /\| *(npx )?quarterdeck /.test(line);
}

function withExit(line: string): Pick<DocumentedCommand, 'line' | 'exit'> {
  const said = /\s+#\s*exit (\d)\b.*$/.exec(line);
  return said ? { line: line.slice(0, said.index), exit: Number(said[1]) } : { line, exit: 0 };
}
