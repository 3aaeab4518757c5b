import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { listCases } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { actingPerson, refusePartner } from '../actor.ts';
import { instant } from '../arguments.ts';
import { caseStory } from '../cases/case-story.ts';
import { readInput } from '../input.ts';
import { outputFailure, refuseExisting } from '../output-file.ts';
import { peopleById } from '../people.ts';
import { decisionCells, decisionRows } from '../results/decision-rows.ts';
import { type LikeFile, readLike } from '../results/like.ts';
import { conflictRows, WRITE_HEADINGS, writeRows } from '../results/other-rows.ts';
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
  refusePartner(await actingPerson(session), 'Results are');
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
  session.terminal.data({ folder, files: names });
  session.terminal.say(`${counted}, as CSV and in results.xlsx: ${folder}`);
}

async function sheetsOf(tx: Tx, like: LikeFile | null, since: string | null): Promise<Sheet[]> {
  const all = await listCases(tx, { lifecycle: 'deal', limit: 1_000_000 });
  const opened = all.filter(({ openedAt }) => since === null || openedAt >= since);
  const wanted = like === null ? null : new Set(like.rows.map(({ id }) => id));
  const cases = wanted === null ? opened : opened.filter(({ externalId }) => wanted.has(externalId));
  cases.sort((a, b) =>
    a.openedAt === b.openedAt ? (a.case < b.case ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1,
  );
  const people = await peopleById(tx);
  const decided = new Map<string, string[]>();
  const writes = [WRITE_HEADINGS];
  for (const row of cases) {
    const story = await caseStory(tx, row.case);
    decided.set(row.case, decisionCells(row, story, people));
    writes.push(...writeRows(row, story));
  }
  return [
    { name: 'decisions', rows: decisionRows(cases, decided, like) },
    { name: 'conflicts', rows: await conflictRows(tx, cases) },
    { name: 'writes', rows: writes },
  ];
}
