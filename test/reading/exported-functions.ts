import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export interface ExportedFunction {
  file: string;
  name: string;
  /** The written types of its parameters, without optional marks and defaults. */
  types: string[];
}

/** Every function that the files of some folders (or single files) export, with the types of its parameters as they are written. */
export function exportedFunctions(places: readonly string[]): ExportedFunction[] {
  const files = places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
          .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  return files.sort().flatMap((file) => functionsOf(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** The function itself. */
export async function imported({ file, name }: ExportedFunction): Promise<(...args: unknown[]) => unknown> {
  return (await import(join(ROOT, file)))[name];
}

function functionsOf(file: string, text: string): ExportedFunction[] {
  const heads = /^export (?:async )?(?:function (\w+)(?:<[^(]*>)?\(|const (\w+)\s*=\s*(?:async )?\()/gm;
  return [...text.matchAll(heads)].map((head) => {
    const inside = text.slice(head.index + head[0].length);
    return {
      file,
      name: (head[1] ?? head[2]) as string,
      types: parametersOf(inside.slice(0, endOf(inside))),
    };
  });
}

/** Where the bracket closes that stands open before a text. */
function endOf(text: string): number {
  let open = 1;
  for (let at = 0; at < text.length; at += 1) {
    if ('([{<'.includes(text[at] as string)) open += 1;
    // `=>` closes nothing.
    else if (')]}>'.includes(text[at] as string) && !(text[at] === '>' && text[at - 1] === '=')) open -= 1;
    if (open === 0) return at;
  }
  return text.length;
}

function parametersOf(list: string): string[] {
  // Without comments, and with quoted commas and brackets out of the way.
  const plain = list.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/'[^\w\s]'/g, "'mark'");
  const parts: string[] = [];
  for (let rest = plain; rest.trim() !== ''; ) {
    const end = commaIn(rest);
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end + 1);
  }
  return parts.filter((part) => part !== '').map(typeOf);
}

/** The first comma outside of brackets. */
function commaIn(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ',') return at;
    if ('([{<'.includes(text[at] as string)) at += 1 + endOf(text.slice(at + 1));
  }
  return text.length;
}

/** `{ a, b }: Thing = {}` → `Thing` */
function typeOf(parameter: string): string {
  const pattern = parameter.startsWith('{') || parameter.startsWith('[') ? 1 + endOf(parameter.slice(1)) : 0;
  const colon = parameter.indexOf(':', pattern);
  if (colon < 0) return /=\s*\d/.test(parameter) ? 'number' : /=\s*'/.test(parameter) ? 'string' : 'boolean';
  return parameter
    .slice(colon + 1)
    .replace(/(?<!=)\s=(?!>)[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
