import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

/** Rules count with the application's one clock (adapters/clock.ts). These tests look for whatever else says what time it is. */

const ROOT = join(import.meta.dirname, '..');
/** Workflows have Temporal's time; the scripts of benchmarks and of the start measure how long something takes. */
const FOLDERS = [
  'activities',
  'adapters',
  'cli',
  'contracts',
  'domain',
  'installation',
  'sandbox',
  'server',
  'workers',
];

const RETRY_AFTER = 'Retry-After names a moment of the vendor, who has the real time';
const VENDOR = 'a vendor stamps its records by a clock of its own, which is the machine’s';
const DEADLINE = 'a deadline of gRPC counts with the machine';

/** Which file, or folder, may read the machine's clock, and why. */
const MACHINE_CLOCK: Record<string, string> = {
  'adapters/clock.ts': 'this is the one clock',
  'adapters/llm/messages.ts': RETRY_AFTER,
  'adapters/tickets/jira/faults.ts': RETRY_AFTER,
  'adapters/tickets/servicenow/faults.ts': RETRY_AFTER,
  'adapters/crm/hubspot/changes.ts': VENDOR,
  'adapters/crm/salesforce/changes.ts': VENDOR,
  'adapters/answers.ts': RETRY_AFTER,
  'adapters/prm/impartner/changes.ts': VENDOR,
  'adapters/prm/partnerstack/changes.ts': VENDOR,
  'adapters/tickets/impartner/index.ts': VENDOR,
  'adapters/tickets/jira/index.ts': VENDOR,
  'adapters/tickets/servicenow/index.ts': VENDOR,
  'sandbox/anthropic.ts': VENDOR,
  'sandbox/hubspot/': VENDOR,
  'sandbox/impartner/': VENDOR,
  'sandbox/jira/': VENDOR,
  'sandbox/partnerstack/': VENDOR,
  'sandbox/salesforce/': VENDOR,
  'sandbox/servicenow/': VENDOR,
  'sandbox/slack/': VENDOR,
  'sandbox/simulator.ts': VENDOR,
  'adapters/intake/deliver.ts': DEADLINE,
  'adapters/intake/admit.ts': DEADLINE,
  'adapters/tickets/run-now.ts': DEADLINE,
  'cli/reviews/send-decision.ts': DEADLINE,
  'cli/reviews/reverse.ts': DEADLINE,
  'server/health-routes.ts': DEADLINE,
  'adapters/crm/hubspot/bin.ts': 'how long ago the bin was read is elapsed time',
  'adapters/day-quota.ts': 'a day of a vendor’s quota is the vendor’s, who has the real time',
  'adapters/budget.ts': 'requests are counted in elapsed time',
  'adapters/access.ts': 'how long a token of the vendor is good is elapsed time',
  'cli/cases/wait-for-intake.ts': 'how long a command has waited',
  'installation/until-answers.ts': 'how long a start has waited',
  'adapters/match/postgres.ts': 'how old a copy in memory is',
  'cli/doctor/platform.ts': 'Temporal says when a worker last polled, by its own clock',
};

const files = (folder: string, extension: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const code = FOLDERS.flatMap((folder) => files(folder, '.ts')).map((file) => ({
  file,
  parsed: parse(read(file)),
}));

describe('the machine’s clock', () => {
  const asking = code.filter(({ parsed }) => parsed.asksMachine).map(({ file }) => file);

  test('is asked only where something else than a rule needs it', () => {
    const excused = Object.keys(MACHINE_CLOCK);
    expect(asking.filter((file) => !excused.some((one) => file.startsWith(one)))).toEqual([]);
  });

  test('is not excused where nobody asks it', () => {
    const excused = Object.keys(MACHINE_CLOCK);
    expect(excused.filter((one) => !asking.some((file) => file.startsWith(one)))).toEqual([]);
  });

  test.each([
    ['new Date()', true],
    ['new Date().toISOString()', true],
    ['const clock = () => new Date', true],
    ['Date()', true],
    ['Date.now()', true],
    ['const clock: () => number = Date.now', true],
    ['DateTime.now()', true],
    ['DateTime.utc()', true],
    ['DateTime.local()', true],
    ['Temporal.Now.instant()', true],
    ['new Date(instant)', false],
    ['DateTime.utc(2026, 1, 1)', false],
    ['deps.now()', false],
    ['function at(now: Date): Date { return now; }', false],
    ['// new Date()', false],
    ['performance.now()', false],
  ])('%s: %s', (text, asks) => {
    expect(parse(text).asksMachine).toBe(asks);
  });
});

const LEASE =
  'a lease and what a vendor’s search lags by are elapsed time, begun and ended by the one database';
const LATER = 'when something is tried again is elapsed time, begun and ended by the one database';
const LISTED = '`updated_at`: which row changed last, for lists';

/** Statements that may ask the database what time it is, by file. */
const DATABASE_CLOCK: Record<string, string> = {
  'adapters/store/effects.ts': LEASE,
  'adapters/store/ledger-step.ts': LEASE,
  'adapters/store/record-leases.ts': LEASE,
  'adapters/store/staff-notices.ts': LEASE,
  'cli/doctor/ledger.ts': LEASE,
  'adapters/store/deliveries.ts': LATER,
  'adapters/store/undelivered.ts': 'how long a delivery has waited, begun and ended by the one database',
  'cli/doctor/workflows.ts': 'a case that was put a moment ago may not have its workflow yet',
  'adapters/store/cases.ts': LISTED,
  'activities/gate/gate-row.ts': LISTED,
  'adapters/store/match-statistics.ts': '`learnt_at`: nothing reads it',
};

/** Columns that the database stamps by itself, and no rule reads. Every other one is written by whoever inserts a row. */
const STAMPED: Record<string, string> = {
  'cases.created_at': 'the version before reads it; `opened_at` counts',
  'cases.updated_at': LISTED,
  'evidence.created_at': 'the version before orders by it; `seq` does',
  'effects.created_at': 'the version before orders by it; `seq` does',
  'effects.updated_at': 'nothing reads it',
  'policies.created_at': 'the version before orders by it; `seq` does',
  'subjects.created_at': 'nothing reads it',
  'undelivered.created_at': 'how long a delivery has waited, begun and ended by the one database',
  'undelivered.next_at': LATER,
  'deliveries.next_at': LATER,
  'authority_versions.at': 'for whoever looks at the table; the audit log has the instants',
  'match_statistics.learnt_at': 'nothing reads it',
};

describe('the database’s clock', () => {
  const CLOCK =
    /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\(\s*\)|\bcurrent_(?:timestamp|date|time)\b|\blocaltime(?:stamp)?\b/i;

  test('is asked by no statement that a rule rests on', () => {
    const asking = code
      .filter(({ parsed }) => parsed.texts.some((text) => CLOCK.test(text)))
      .map(({ file }) => file);
    expect(asking.filter((file) => !(file in DATABASE_CLOCK))).toEqual([]);
    expect(Object.keys(DATABASE_CLOCK).filter((file) => !asking.includes(file))).toEqual([]);
  });

  test('stamps no column that a rule reads: whoever inserts a row says when', () => {
    const silent = code.flatMap(({ file, parsed }) =>
      parsed.texts.flatMap((text) =>
        inserts(text).flatMap(({ table, columns }) =>
          stampedColumns()
            .filter((one) => one.startsWith(`${table}.`) && !(one in STAMPED))
            // `?`: the columns come from a type that demands them.
            .filter((one) => !columns.includes(one.slice(table.length + 1)) && columns[0] !== '?')
            .map((one) => `${file}: ${one}`),
        ),
      ),
    );
    expect(silent).toEqual([]);
  });

  test('is excused for columns that there are', () => {
    expect(Object.keys(STAMPED).filter((one) => !stampedColumns().includes(one))).toEqual([]);
  });

  test('is read from created_at and updated_at nowhere else', () => {
    const reading = code
      .filter(({ parsed }) => parsed.texts.some((text) => /\b(?:created_at|updated_at)\b/.test(text)))
      .map(({ file }) => file);
    expect(reading).toEqual([
      'activities/gate/gate-row.ts', // writes it
      'adapters/prm/partnerstack/records.ts', // PartnerStack's own fields
      'adapters/store/cases.ts', // lists by it
      'adapters/store/effects.ts', // writes it
      'adapters/store/ledger-step.ts', // writes it
      'adapters/store/undelivered.ts', // see STAMPED
      'cli/deal/rehearse.ts', // a column of one's own exports
      'cli/doctor/workflows.ts', // see DATABASE_CLOCK
      'cli/init/export-columns.ts', // a column of one's own exports
      'sandbox/partnerstack/rows.ts', // PartnerStack's own fields
    ]);
  });

  test('decides in the schema only what an earlier version wrote, and guards what may be deleted', () => {
    const asking = files('adapters/store/migrations', '.sql').flatMap((file) =>
      read(file)
        .split('\n')
        .map((line) => line.replace(/--.*/, '').trim())
        .filter((line) => CLOCK.test(line.replace(/default now\(\)/g, '')))
        .map((line) => `${basename(file)}: ${line}`),
    );
    expect(asking).toEqual([
      // The app's clock alone must not be able to delete a nonce that still counts.
      ...['received_at', 'received_at', 'at', 'used_at'].map(
        (column) => `0004_retention.sql: using (${column} < now() - interval '31 days');`,
      ),
      // A case that the version before ends.
      '0009_case_end.sql: new.ended_at := now();',
      // As above, for what has come in.
      "0013_deliveries.sql: using (state = 'settled' and received_at < now() - interval '31 days');",
    ]);
  });
});

/** Whether a source asks the machine what time it is, and its texts, with `?` for what is put into them. */
function parse(source: string): { asksMachine: boolean; texts: string[] } {
  const found = { asksMachine: false, texts: [] as string[] };
  visit(parseSync(source, { syntax: 'typescript', target: 'esnext' }), (node) => {
    if (node.type === 'StringLiteral') found.texts.push(String(node.value));
    if (node.type === 'TemplateLiteral')
      found.texts.push((node.quasis as { raw: string }[]).map(({ raw }) => raw).join('?'));
    found.asksMachine ||= asksMachine(node);
  });
  return found;
}

function asksMachine({ type, callee, arguments: given, object, property }: Node): boolean {
  const named = (node: unknown, name: string) => (node as Node | undefined)?.value === name;
  const member = (node: unknown, of: string) =>
    named((node as Node | undefined)?.object, of) ? String(((node as Node).property as Node).value) : '';
  const bare = !Array.isArray(given) || given.length === 0;
  if (type === 'NewExpression' || type === 'CallExpression')
    return bare && (named(callee, 'Date') || /^(?:now|utc|local)$/.test(member(callee, 'DateTime')));
  return (
    type === 'MemberExpression' &&
    ((named(object, 'Date') && named(property, 'now')) ||
      (named(object, 'Temporal') && named(property, 'Now')))
  );
}

type Node = Record<string, unknown>;

function visit(node: unknown, seen: (node: Node) => void): void {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node)) seen(node as Node);
  for (const part of Object.values(node)) visit(part, seen);
}

function inserts(text: string): { table: string; columns: string[] }[] {
  return [...text.matchAll(/insert into (\w+)(?: as \w+)?\s*\(([^)]*)\)/gi)].map(
    ([, table = '', columns = '']) => ({
      table,
      columns: columns.split(',').map((one) => one.trim()),
    }),
  );
}

/** `table.column` of everything that defaults to the database's time. */
function stampedColumns(): string[] {
  const sql = files('adapters/store/migrations', '.sql').map(read).join('\n');
  const made = [...sql.matchAll(/^create table (\w+) \(([\s\S]*?)^\);/gm)].flatMap(([, table, body = '']) =>
    [...body.matchAll(/^\s*(\w+)\s[^,\n]*default now\(\)/gm)].map(([, column]) => `${table}.${column}`),
  );
  const added = [...sql.matchAll(/^alter table (\w+)\s([^;]*);/gm)].flatMap(([, table, changes = '']) =>
    [...changes.matchAll(/add column (\w+) [^,]*default now\(\)/g)].map(([, column]) => `${table}.${column}`),
  );
  return [...made, ...added];
}
