import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { readInput } from '../input.ts';
import { outputFailure, refuseExisting } from '../output-file.ts';
import { peopleById } from '../people.ts';
import {
  DECISION_HEADINGS,
  decisionCells,
  REGISTRATION_HEADINGS,
  registrationCells,
} from '../results/decision-rows.ts';
import { type LikeFile, readLike } from '../results/like.ts';
import { conflictRows, writeRows } from '../results/other-rows.ts';
import { csvText, type Sheet, workbook } from '../results/workbook.ts';
import { inSession, type Session } from '../session.ts';

interface Options {
  out: string;
  like?: string;
  since?: string;
  replace?: true;
}

export function results(): Command {
  return new Command('results')
    .description('write decisions, conflicts and writes of deal registrations as CSV and XLSX')
    .requiredOption('--out <folder>', 'where decisions.csv, conflicts.csv, writes.csv and results.xlsx go')
    .option(
      '--like <file>',
      'the file that they came from: its rows and columns first, what was decided behind them',
    )
    .option('--since <instant>', 'only what was opened from then on', instant)
    .option('--replace', 'replace what an earlier run has written there')
    .addHelpText('after', '\nExample:\n  $ quarterdeck results --out ./results --like registrations.csv')
    .action(inSession(run));
}

async function run(session: Session, options: Options): Promise<void> {
  const like =
    options.like === undefined ? null : await readLike(await readInput(options.like), options.like);
  const partner = (await actingPerson(session))?.partnerId ?? null;
  if (partner !== null)
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'role',
      title: 'Results are for colleagues, not for people of a partner.',
      fix: 'See your own cases: quarterdeck cases list',
    });
  const sheets = await session.db((tx) => sheetsOf(tx, like, options.since ?? null));
  const folder = resolve(options.out);
  const files: { file: string; bytes: string | Uint8Array }[] = [
    ...sheets.map(({ name, rows }) => ({ file: `${name}.csv`, bytes: csvText(rows) })),
    { file: 'results.xlsx', bytes: await workbook(sheets) },
  ];
  const names = files.map(({ file }) => file);
  if (!options.replace) refuseExisting(folder, names, 'Name another folder, or add --replace.', 'out');
  try {
    await mkdir(folder, { recursive: true });
    for (const { file, bytes } of files) await writeFile(join(folder, file), bytes, { mode: 0o600 });
  } catch (error) {
    throw outputFailure(error, folder, 'out');
  }
  const counted = sheets.map(({ name, rows }) => `${rows.length - 1} ${name}`).join(', ');
  session.terminal.data({ folder, files: files.map(({ file }) => file) });
  session.terminal.say(`${counted}, as CSV and in results.xlsx: ${folder}`);
}

async function sheetsOf(tx: Tx, like: LikeFile | null, since: string | null): Promise<Sheet[]> {
  const all = await listCases(tx, { lifecycle: 'deal', limit: 1_000_000 });
  const opened = all.filter(({ openedAt }) => since === null || openedAt >= since);
  const cases =
    like === null ? opened : opened.filter(({ externalId }) => like.rows.some(({ id }) => id === externalId));
  cases.sort((a, b) =>
    a.openedAt === b.openedAt ? (a.case < b.case ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1,
  );
  return [
    { name: 'decisions', rows: await decisionRows(tx, cases, like) },
    { name: 'conflicts', rows: await conflictRows(tx, cases) },
    { name: 'writes', rows: await writeRows(tx, cases) },
  ];
}

/** A row each: of the file that they came from in its order, else of every case. The last case of a record is the one that counts. */
async function decisionRows(tx: Tx, cases: readonly CaseRow[], like: LikeFile | null): Promise<string[][]> {
  const people = await peopleById(tx);
  const newest = new Map(cases.map((row) => [like === null ? row.case : row.externalId, row]));
  const decided = async (row: CaseRow | undefined) => {
    if (row === undefined) return DECISION_HEADINGS.map(() => '');
    const cells = await decisionCells(tx, row, people);
    return DECISION_HEADINGS.map((name) => cells[name]);
  };
  if (like === null) {
    const rows: string[][] = [[...REGISTRATION_HEADINGS, ...DECISION_HEADINGS]];
    for (const row of newest.values()) {
      const stated = registrationCells(row);
      rows.push([...REGISTRATION_HEADINGS.map((name) => stated[name]), ...(await decided(row))]);
    }
    return rows;
  }
  const rows: string[][] = [[...like.headings, ...DECISION_HEADINGS]];
  for (const { id, cells } of like.rows) rows.push([...cells, ...(await decided(newest.get(id)))]);
  return rows;
}
