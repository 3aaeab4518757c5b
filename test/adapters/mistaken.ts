import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/** One line of a right adapter as somebody in a hurry would have written it. */
export interface Mistake {
  /** What the adapter does then. */
  name: string;
  /** What it does to a person. */
  harm: string;
  /** Whose adapter is spoilt. */
  vendor: string;
  /** The rule that has to notice. */
  found: string;
  /** Path from the root of the repository. */
  file: string;
  from: string;
  to: string;
  /** More edits of the same file. */
  also?: readonly { from: string; to: string }[];
}

const ROOT = new URL('../../', import.meta.url);

/**
 * A module of the product as it is with a mistake somewhere below it. Only what leads to the mistake is loaded anew. Everything else is
 * what the test itself imports, so that both sides have the same classes.
 * @param entry path from the root of the repository
 * @throws Error when the file no longer holds the line, or is not below the entry
 */
export async function mistaken<M>(entry: string, mistake: Mistake): Promise<M> {
  const spoilt = new URL(mistake.file, ROOT).href;
  const loaded = new Map<string, Promise<object>>();
  const leading = new Map([[spoilt, true]]);

  /** Whether a module is the spoilt one, or imports one that leads to it. */
  function leads(url: string): boolean {
    const found = leading.get(url) ?? importsOf(url).some((each) => each.startsWith('file:') && leads(each));
    leading.set(url, found);
    return found;
  }

  function load(url: string): Promise<object> {
    const known = loaded.get(url);
    if (known) return known;
    const module = url.startsWith('file:') && leads(url) ? anew(url) : import(nameOf(url));
    loaded.set(url, module);
    return module;
  }

  async function anew(url: string): Promise<object> {
    const imported = new Map<string, object>();
    for (const each of importsOf(url)) imported.set(each, await load(each));
    const code = url === spoilt ? edited(textOf(url), mistake) : textOf(url);
    return evaluated(code, url, (specifier) => imported.get(resolved(specifier, url)));
  }

  const url = new URL(entry, ROOT).href;
  if (!leads(url))
    throw new Error(`${entry} does not import ${mistake.file}, so the mistake would do nothing`);
  return (await load(url)) as M;
}

/** The text of the file with the mistake in it. @throws Error unless each edit has exactly one place */
export function edited(text: string, mistake: Mistake): string {
  return [mistake, ...(mistake.also ?? [])].reduce((now, { from, to }) => {
    const [before, after, ...more] = now.split(from);
    if (before !== undefined && after !== undefined && more.length === 0) return before + to + after;
    throw new Error(
      `${mistake.file} does not hold this once; adjust the mistake that quotes it (mistakes.ts in test/adapters): ${from}`,
    );
  }, text);
}

/** Runs a module as CommonJS, which needs no loader of its own. */
function evaluated(text: string, url: string, required: (specifier: string) => unknown): object {
  const { code } = transformSync(text, {
    filename: fileURLToPath(url),
    jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs', noInterop: true },
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', '__filename', code)(
    module,
    module.exports,
    required,
    fileURLToPath(url),
  );
  return module.exports;
}

/** Of values only: what a type comes from is gone when it runs. */
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;]*?\sfrom\s+)?'([^']+)'/gm;
const importsOf = (url: string) =>
  [...textOf(url).matchAll(IMPORT)].map(([, specifier]) => resolved(specifier as string, url));

const resolved = (specifier: string, from: string) =>
  specifier.startsWith('.') ? new URL(specifier, from).href : specifier;
const nameOf = (url: string) => (url.startsWith('file:') ? fileURLToPath(url) : url);

const texts = new Map<string, string>();
function textOf(url: string): string {
  const text = texts.get(url) ?? readFileSync(new URL(url), 'utf8');
  texts.set(url, text);
  return text;
}
