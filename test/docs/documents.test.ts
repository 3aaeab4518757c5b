import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PORT_NAMES, PORTS, settingOf } from '../../adapters/ports/index.ts';

/** What the documents say of the code: every environment variable that it reads and no other; links that lead somewhere. */
const ROOT = resolve(import.meta.dirname, '../..');
const NAME = /\b(?:QUARTERDECK|DATABASE)_[A-Z_]*[A-Z]\b/g;
/** Where variables are read, or made for the processes. */
const SOURCES = [
  'installation',
  'workers',
  'contracts',
  'server',
  'cli',
  'adapters',
  'activities',
  'scripts',
  'sandbox',
];
const FILES = ['docker-compose.yml', 'Dockerfile'];
/** Of a test run: says where its servers note their process ids. */
const OF_TESTS = ['QUARTERDECK_PID_FOLDER'];

const namesIn = (text: string) => [...new Set(text.match(NAME) ?? [])];
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

function textsOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => read(join(folder, file)));
}

const documented = read('docs/operations.md').split('\n## Environment\n')[1]?.split('\n## ')[0] ?? '';

describe('the environment in docs/operations.md', () => {
  test('is what the code reads', () => {
    const ofPorts = PORT_NAMES.map(settingOf).flatMap((name) => [name, `${name}_SETTINGS`]);
    const used = [
      ...new Set([...namesIn([...SOURCES.flatMap(textsOf), ...FILES.map(read)].join('\n')), ...ofPorts]),
    ];
    expect(namesIn(documented).sort()).toEqual(used.filter((name) => !OF_TESTS.includes(name)).sort());
  });

  test.each(['installation/configuration.ts', 'contracts/server-configuration.ts'])(
    'lists all of %s',
    (file) => {
      const names = [...read(file).matchAll(/^ {2}((?:QUARTERDECK|DATABASE)_[A-Z_]+):/gm)].map(
        ([, name]) => name,
      );
      expect(names.length).toBeGreaterThan(4);
      expect(namesIn(documented)).toEqual(expect.arrayContaining(names));
    },
  );
});

test.each(PORT_NAMES)('the port %s has a row in docs/operations.md that names its default', (name) => {
  const setting = settingOf(name);
  const row = documented
    .split('\n')
    .find((line) => line.startsWith(`| \`${setting}\`, \`${setting}_SETTINGS\` |`));
  const { vendor }: { vendor?: string } = PORTS[name];
  expect(row?.split('|')[2]?.trim()).toBe(vendor === undefined ? '' : `\`${vendor}\``);
});

/** Of headings, as repositories' hosts spell their anchors. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
);

describe('links', () => {
  test.each(pages)('of %s lead somewhere', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
    const dead = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? page : join(page, '..', file);
        if (!existsSync(join(ROOT, target))) return true;
        if (anchor === undefined || !statSync(join(ROOT, target)).isFile()) return false;
        const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
          anchorOf(heading as string),
        );
        return !headings.includes(anchor);
      });
    expect(dead).toEqual([]);
  });
});

test('every test that docs/security.md names as proof is there', () => {
  const named = [...read('docs/security.md').matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(
    ([, file]) => file ?? '',
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
