import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { z } from 'zod';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { transact } from '../../adapters/store/pool.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { type CliRun, runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, NOW, storeOf } from './world.ts';

/** Reading commands, as processes, on a real Postgres; times are fixed by what is in it and by --at. */
let database: TestDatabase;
let empty: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  [database, empty] = await Promise.all([freshDatabase(), freshDatabase()]);
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  env = {
    ...cliEnvironment(database.appUrl, folder),
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
  };
  const store = storeOf(database.appUrl);
  try {
    await addPeople(store, join(folder, 'keys'));
    await addWaiting(store, { externalId: '101', customer: 'Nordlicht GmbH', value: '48000.00' });
    await addWaiting(store, {
      externalId: '102',
      customer: 'Gesellschaft für ausgesprochen lange Firmennamen im Großhandel mbH & Co. KG',
      value: '1250000.50',
      gate: { assignee: 'p-olga', roles: ['partner_ops'], dueAt: '2026-11-19T12:00:00.000Z' },
      change: { assignee: 'p-olga' },
    });
    const clean = await addWaiting(store, {
      externalId: '104',
      customer: 'Hansewerft GmbH',
      value: '12000.00',
      gate: { reasons: [], dueAt: '2026-11-25T15:00:00.000Z' },
    });
    await transact(store, async (tx) => {
      const rationale = {
        text: 'Nothing speaks against this registration, score 88.',
        writtenBy: 'template',
      };
      await updateCase(tx, clean, { summary: { rationale, triage_status: 'AUTO_APPROVED' } });
      const refused = (claimed: string, decision: string, code: string, via: string, at = 31) =>
        appendAudit(tx, clean, {
          ...{ at: `2026-11-20T13:${at}:00.000Z`, actor: 'system', action: 'decision.refused' },
          ...{ claimed, decision, code, via, round: 1 },
        });
      await refused('p-ana', 'aprove', 'malformed', 'update', 29);
      await refused('p-ana', 'approve', 'expired_token', 'update');
      await refused('p-finn', 'approve', 'role', 'signal');
      await refused('p-gone', 'approve', 'unknown_person', 'update');
      await refused('p-ana', 'reject', 'stale_round', 'update');
    });
    await addWaiting(store, {
      externalId: '103',
      customer: '株式会社サンプル商事',
      value: '9900.00',
      change: { gate: null, assignee: null, status: 'completed', endedAt: NOW, outcome: 'Approved' },
    });
  } finally {
    await store.close();
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([database.drop(), empty.drop()]);
});

const cli = (...args: string[]) => runCli(args, env);
const widest = (run: CliRun) => Math.max(...run.stdout.split('\n').map((line) => stringWidth(line)));

describe('reviews list', () => {
  test('shows what waits for the acting person, most urgent first, in 80 columns', async () => {
    const run = await cli('reviews', 'list', '--as', 'ana', '--at', NOW);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatchSnapshot();
    expect(run.code).toBe(0);
  });

  test('--all shows what waits for others too; a long name is cut, the deadline never', async () => {
    const run = await cli('reviews', 'list', '--as', 'ana', '--all', '--at', NOW);
    expect(run.stdout).toMatchSnapshot();
    expect(run.stdout.indexOf('impartner:102')).toBeLessThan(run.stdout.indexOf('impartner:101'));
    expect(widest(run)).toBeLessThanOrEqual(80);
  });

  test.each([
    [['--as', 'finn'], 'Nothing waits for you; 3 wait for others (--all).\n'],
    [['--as', 'ana', '--partner', '9'], 'Nothing matches --partner 9; 2 wait without it.\n'],
    [['--as', 'ana', '--overdue', '--at', NOW], 'Nothing matches --overdue; 2 wait without it.\n'],
  ])('says why there is nothing: %j', async (args, text) => {
    expect(await cli('reviews', 'list', ...args)).toEqual({ code: 0, stdout: text, stderr: '' });
  });

  test('says that nothing was submitted yet', async () => {
    const run = await runCli(['reviews', 'list'], { ...env, DATABASE_URL: empty.appUrl });
    expect(run.stdout).toBe('No case yet. Submit one: quarterdeck cases submit FILE\n');
    const list = await runCli(['reviews', 'list', '--json'], { ...env, DATABASE_URL: empty.appUrl });
    expect(JSON.parse(list.stdout)).toEqual([]);
  });
});

describe('reviews show', () => {
  test('prints evidence, reasons, clock, deciders and the one command, on one screen', async () => {
    const run = await cli('reviews', 'show', 'impartner:101', '--as', 'ana', '--at', NOW);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatchSnapshot();
    expect(widest(run)).toBeLessThanOrEqual(80);
    expect(run.stdout.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('--commands prints every command, with those of Temporal and the JSON for its UI', async () => {
    const run = await cli('reviews', 'show', 'impartner:101', '--as', 'ana', '--at', NOW, '--commands');
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatchSnapshot();
  });

  test('of one that nothing speaks against, it says that its segment asks, and who wrote the rationale', async () => {
    const run = await cli('reviews', 'show', 'impartner:104', '--at', NOW);
    expect(run.stdout).toContain(
      [
        'Why a person is asked',
        '  nothing speaks against it; its segment asks for a person',
        '  (Platinum/EMEA/standard is assisted)',
        '  Nothing speaks against this registration, score 88. (written from the reasons)',
      ].join('\n'),
    );
    // Nobody is named: what is shown must work all the same.
    expect(run.stdout).toContain("reviews approve deal:impartner:104 --reason 'Checked' --as p-ana");
    const list = await cli('reviews', 'list', '--all', '--as', 'ana', '--at', NOW);
    expect(list.stdout).toMatch(/impartner:104 .*\n {4}its segment asks for a person\n/);
  });

  test('tells who was refused on this question, and why', async () => {
    const run = await cli('reviews', 'show', 'impartner:104', '--at', NOW);
    expect(run.stdout).toContain(
      [
        'Refused on this question',
        '  1 before these',
        '  14:31 CET, approve by Finn Larsen (signal): their role does not allow it',
        '  (role)',
        '  14:31 CET, approve by p-gone (update): nobody here has that id',
        '  (unknown_person)',
        '  14:31 CET, reject by Ana Ruiz (update): the question had changed (stale_round)',
      ].join('\n'),
    );
    expect(run.stdout).not.toContain('aprove');
  });
});

test('cases list and cases show fit 80 columns', async () => {
  for (const args of [
    ['cases', 'list'],
    ['cases', 'show', 'deal:impartner:102'],
    ['cases', 'show', '404'],
  ]) {
    const run = await cli(...args, '--as', 'ana');
    expect({ args, code: run.code, stderr: run.stderr }).toEqual({
      args,
      code: args[2] === '404' ? 4 : 0,
      stderr: run.code ? expect.any(String) : '',
    });
    expect(widest(run)).toBeLessThanOrEqual(80);
  }
});

test('a filter that finds nothing says how many there are without it', async () => {
  expect((await cli('cases', 'list', '--status', 'failed')).stdout).toBe(
    'No case matches --status failed; there are 4 without it.\n',
  );
});

describe('colour', () => {
  const ESCAPE = '\u001b[';
  test('is not in a pipe, nor under NO_COLOR even when forced', async () => {
    expect((await cli('reviews', 'show', 'impartner:101', '--as', 'ana')).stdout).not.toContain(ESCAPE);
    const forced = { ...env, FORCE_COLOR: '1' };
    const args = ['reviews', 'show', 'impartner:101', '--as', 'ana'];
    expect((await runCli(args, forced)).stdout).toContain(ESCAPE);
    expect((await runCli(args, { ...env, NO_COLOR: '1' })).stdout).not.toContain(ESCAPE);
  });
});

describe('--json', () => {
  const review = z.object({
    case: z.string(),
    kind: z.enum(['review', 'effect', 'rollback']),
    round: z.int(),
    dueAt: z.iso.datetime(),
    forYou: z.boolean(),
    estimated_value: z.string().nullable(),
    reasons: z.array(z.object({ rule: z.string(), text: z.string(), source: z.string() })),
  });

  test('lists are an array with one object per row that names its case', async () => {
    const reviews = await cli('reviews', 'list', '--all', '--as', 'ana', '--json');
    expect(z.array(review).parse(JSON.parse(reviews.stdout))).toHaveLength(3);
    const deals = await cli('cases', 'list', '--json');
    const row = z.object({
      case: z.string(),
      status: z.string(),
      summary: z.record(z.string(), z.unknown()),
    });
    expect(z.array(row).parse(JSON.parse(deals.stdout))).toHaveLength(4);
  });

  test('what is shown is one object', async () => {
    const shown = await cli('reviews', 'show', 'impartner:101', '--json');
    const shape = z.object({
      case: z.literal('deal:impartner:101'),
      gate: z.object({ round: z.literal(1) }),
      deciders: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })).min(1),
      evidence: z.object({ candidates: z.array(z.unknown()).length(1) }),
      commands: z.array(z.object({ action: z.string(), update: z.string(), signal: z.string() })).length(5),
    });
    shape.parse(JSON.parse(shown.stdout));
    const deal = await cli('cases', 'show', 'impartner:101', '--json');
    z.object({ case: z.string(), audit: z.array(z.unknown()).min(1), effects: z.array(z.unknown()) }).parse(
      JSON.parse(deal.stdout),
    );
  });

  test('an error is one object on standard error', async () => {
    const run = await cli('cases', 'show', 'deal:impartner:999', '--json');
    expect(run.stdout).toBe('');
    expect(JSON.parse(run.stderr)).toMatchObject({ code: 'not_found', exit: 4, fix: expect.any(String) });
    const wrong = await cli('cases', 'lst', '--json');
    expect(JSON.parse(wrong.stderr)).toMatchObject({ code: 'usage', exit: 2 });
  });
});
