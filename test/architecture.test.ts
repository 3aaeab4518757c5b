import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';

const ROOT = resolve(import.meta.dirname, '..');

/** Which folders a folder may import; a `type` entry allows `import type` only. */
const ARROWS: Record<string, { values: string[]; types: string[]; packages?: string[] }> = {
  domain: {
    values: ['domain'],
    types: [],
    packages: ['decimal.js', 'luxon', '@marcbachmann/cel-js', 'canonicalize', 'any-ascii', 'tldts'],
  },
  contracts: {
    values: ['contracts', 'domain'],
    types: [],
    packages: ['zod', 'luxon', '@marcbachmann/cel-js'],
  },
  adapters: { values: ['adapters', 'contracts', 'domain'], types: ['workflows'] },
  activities: { values: ['activities', 'adapters', 'contracts', 'domain'], types: ['workflows'] },
  installation: { values: ['installation', 'activities', 'adapters', 'contracts', 'domain'], types: [] },
  workflows: {
    values: ['workflows', 'domain'],
    types: ['activities', 'contracts'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
};
/** The names of messages are plain strings, used on both sides of the wire. */
const EVERYWHERE = new Set(['workflows/messages.ts', 'workflows/search-attributes.ts']);
const STARTERS = ['workers', 'server', 'cli', 'scripts', 'sandbox'];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const to = (match[2] ?? match[3]) as string;
    const path = to.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), to)) : to;
    return { from: file, to: path, typeOnly: match[1] !== undefined };
  });
}

const isPackage = (each: Import) => !existsSync(join(ROOT, each.to));

describe.each(Object.entries(ARROWS))('%s', (folder, allowed) => {
  const imports = sources(folder).flatMap(importsOf);

  test('imports only what the arrows allow', () => {
    const wrong = imports
      .filter((each) => !isPackage(each) && !EVERYWHERE.has(each.to))
      .filter((each) => {
        const target = each.to.split('/')[0] as string;
        return !allowed.values.includes(target) && !(each.typeOnly && allowed.types.includes(target));
      })
      .map((each) => `${each.from} → ${each.to}`);
    expect(wrong).toEqual([]);
  });

  if (allowed.packages) {
    test('uses only its short list of packages', () => {
      const wrong = imports
        .filter((each) => isPackage(each) && !each.typeOnly && !allowed.packages?.includes(each.to))
        .map((each) => `${each.from} → ${each.to}`);
      expect(wrong).toEqual([]);
    });
  }
});

test('nothing imports what starts things', () => {
  const wrong = Object.keys(ARROWS)
    .flatMap((folder) => sources(folder).flatMap(importsOf))
    .filter((each) => STARTERS.includes(each.to.split('/')[0] as string))
    .map((each) => `${each.from} → ${each.to}`);
  expect(wrong).toEqual([]);
});

test('worker, server and command line are put together from installation/, not from one another', () => {
  const processes = ['workers', 'server', 'cli'];
  const wrong = processes
    .flatMap((folder) => sources(folder).flatMap(importsOf))
    .filter(
      ({ from, to }) =>
        processes.includes(to.split('/')[0] as string) && to.split('/')[0] !== from.split('/')[0],
    )
    .map((each) => `${each.from} → ${each.to}`);
  expect(wrong).toEqual([]);
});

test('the generator and the simulators know nothing of the domain', () => {
  const wrong = sources('sandbox')
    .flatMap(importsOf)
    .filter((each) => ['domain', 'activities', 'workflows'].includes(each.to.split('/')[0] as string));
  expect(wrong).toEqual([]);
});

test('the workflow bundle holds no zod, no client and none of the decision libraries', async () => {
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows/index.ts'),
    logger: quiet,
  });
  for (const name of [
    'zod',
    'pg',
    'decimal.js',
    'luxon',
    '@marcbachmann/cel-js',
    'canonicalize',
    'any-ascii',
    'tldts',
    '@anthropic-ai/sdk',
    'nodemailer',
  ]) {
    expect({ name, bundled: code.includes(`/node_modules/${name}/`) }).toEqual({ name, bundled: false });
  }
  expect(code.length).toBeLessThan(2.6 * 1024 * 1024);
}, 60_000);

test('workflow and kit files stay small', () => {
  const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n').length;
  const long = sources('workflows').filter((file) => lines(file) > (file.includes('/kit/') ? 150 : 170));
  expect(long).toEqual([]);
});
