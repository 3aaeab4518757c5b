import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { analyse } from 'scslre';

const ROOT = resolve(import.meta.dirname, '../..');
/** Whatever meets foreign texts, in any process. */
const PLACES = [
  'domain',
  'contracts',
  'adapters',
  'activities',
  'workflows',
  'installation',
  'server',
  'workers',
  'cli',
];
/** Here patterns are put together from parts when a file is loaded. */
const BUILT_IN = [
  'domain/reading',
  'domain/grounding',
  'domain/documents',
  'domain/company',
  'domain/match',
  'domain/invoice',
];

interface Written {
  file: string;
  source: string;
  flags: string;
}

function filesIn(places: readonly string[]): string[] {
  return places.flatMap((place) =>
    readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
}

/** Every regular expression that a file writes out. */
function literalsIn(file: string): Written[] {
  const found: Written[] = [];
  const look = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, pattern, flags } = node as { type?: string; pattern?: string; flags?: string };
    if (type === 'RegExpLiteral') found.push({ file, source: pattern as string, flags: flags as string });
    for (const inside of Object.values(node)) look(inside);
  };
  look(parseSync(readFileSync(join(ROOT, file), 'utf8'), { syntax: 'typescript', target: 'es2024' }).body);
  return found;
}

/** Every regular expression that a file puts together while it is loaded. */
async function builtIn(files: readonly string[]): Promise<Written[]> {
  const found: Written[] = [];
  const real = globalThis.RegExp;
  let file = '';
  globalThis.RegExp = new Proxy(real, {
    construct(target, given, as) {
      const made = Reflect.construct(target, given, as) as RegExp;
      found.push({ file, source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    for (file of files) await import(join(ROOT, file));
  } finally {
    globalThis.RegExp = real;
  }
  return found;
}

/**
 * Two ways to take the square of a text's length: repetitions that can share it out in several ways, and a repetition that fails at its
 * end and is tried again from each next character. scslre finds both for a repeated character; it is the engine of eslint-plugin-regexp's
 * rules about them. What repeats words is tried in linear.test.ts.
 */
const slowParts = ({ source, flags }: Written): string[] =>
  analyse(new RegExp(source, flags)).reports.map((report) => {
    const parts = report.type === 'Trade' ? [report.startQuant, report.endQuant] : [report.quant];
    return `${report.type} of ${report.character.literal.source} in ${parts.map(({ raw }) => raw).join(' and ')}`;
  });

test('no regular expression takes longer than the length of its text', async () => {
  const written = [...filesIn(PLACES).flatMap(literalsIn), ...(await builtIn(filesIn(BUILT_IN)))];
  expect(written.length).toBeGreaterThan(500);
  const slow = written.flatMap((one) =>
    slowParts(one).map((part) => `${one.file}: ${part}, in /${one.source}/`),
  );
  expect(slow).toEqual([]);
});

test('the check knows what it is there for', () => {
  const found = (source: string) => slowParts({ file: '', source, flags: 'u' }).length;
  expect([found('\\s+$'), found('^\\s*a?\\s*$'), found('^(?:a+)+$')].every((count) => count > 0)).toBe(true);
  expect(found('^\\s*a')).toBe(0);
});
