import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { program } from '../../cli/program.ts';

/** Commands that sentences name, in the documents and in what the product says, are commands that help lists today. */
const ROOT = join(import.meta.dirname, '../..');
const SAYS = [
  'activities',
  'adapters',
  'cli',
  'contracts',
  'domain',
  'installation',
  'sandbox',
  'scripts',
  'server',
  'workers',
  'workflows',
  'policy',
  'docs',
];
const files = SAYS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs|md|yaml)$/.test(file))
    .map((file) => `${folder}/${file}`),
).concat(['README.md', 'CONTRIBUTING.md', 'SECURITY.md']);

/** `cases show` and the like: what follows `quarterdeck`, and in documents what stands in backticks by itself. */
function named(file: string, groups: ReadonlySet<string>): string[] {
  const before = file.endsWith('.md') ? '(?:quarterdeck |`)' : 'quarterdeck ';
  const words = new RegExp(`${before}([a-z]+) ([a-z][a-z-]+)(?![\\w-]*[=:(.])`, 'g');
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(words)]
    .filter(([, group = '']) => groups.has(group))
    .map(([, group, command]) => `${group} ${command}`);
}

test('no sentence names a command that is none', async () => {
  const groups = (await program()).commands.filter(({ commands }) => commands.length > 0);
  const known = new Set(
    groups.flatMap((group) => group.commands.map((one) => `${group.name()} ${one.name()}`)),
  );
  const names = new Set(groups.map((group) => group.name()));
  const wrong = files.flatMap((file) =>
    named(file, names)
      .filter((one) => !known.has(one))
      .map((one) => `${file}: ${one}`),
  );
  expect(known.size).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});
