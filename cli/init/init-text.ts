import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wrap } from '../layout.ts';
import { table } from '../table.ts';
import type { Tables } from './check-across.ts';
import { type ExportName, exportColumnName, plainColumn } from './export-columns.ts';
import { peopleFile } from './people-file.ts';
import type { ExportFile, ExportProblem } from './problem.ts';

/** What was found in the folder, a line each. */
export function tablesText(
  folder: string,
  tables: Tables,
  problems: readonly ExportProblem[],
  width: number,
): string {
  const of = (file: string, level: ExportProblem['level']) =>
    problems.filter((one) => one.file === file && one.level === level).length;
  const files = new Set([
    ...Object.values(tables).map(({ file }) => file),
    ...problems.map(({ file }) => file),
  ]);
  const rows = [...files].map((file) => ({
    file,
    rows: Object.values(tables).find((one) => one.file === file)?.rows.length ?? 0,
    wrong: of(file, 'wrong'),
    warnings: of(file, 'warning'),
  }));
  const found = table(
    rows,
    [
      { head: 'FILE', value: (one) => one.file },
      { head: 'ROWS', value: (one) => one.rows, align: 'right' },
      {
        head: 'STATE',
        value: (one) => (one.wrong > 0 ? 'wrong' : one.warnings > 0 ? 'good, see below' : 'good'),
      },
    ],
    width,
  );
  const read = Object.entries(tables).flatMap(([name, one]) => readAs(name as ExportName, one, width));
  return [`In ${folder}:`, found, ...read].join('\n');
}

/** Which heading was taken for which column, where it is called otherwise. */
function readAs(kind: ExportName, { file, headings }: ExportFile, width: number): string[] {
  const other = Object.entries(headings)
    .map(([plain, heading]) => ({ heading, column: exportColumnName(kind, plain), plain }))
    .filter(({ heading, column, plain }) => plainColumn(heading) !== plain && plainColumn(column) === plain)
    .map(({ heading, column }) => `${heading} as ${column}`);
  return other.length === 0 ? [] : [wrap(`${file}: read ${other.join(', ')}.`, width)];
}

/** Every problem in one table; what is wrong stands first. */
export function problemsText(problems: readonly ExportProblem[], width: number): string {
  return table(
    problems,
    [
      { head: '', value: ({ level }) => (level === 'wrong' ? 'wrong' : 'warning') },
      { head: 'FILE', value: (one) => one.file },
      { head: 'ROW', value: (one) => one.row, align: 'right' },
      { head: 'COLUMN', value: (one) => one.column },
      { head: 'FOUND', value: (one) => one.found, least: 20, below: true },
      { head: 'ACCEPTED', value: (one) => one.accepted, least: 20, below: true },
    ],
    width,
  );
}

export function nextSteps(tables: Tables, state: string, folder: string): string[] {
  return [
    '',
    ...(tables.rates ? [] : ['No rates.csv: what is not in US dollars goes to a person.']),
    ...(tables.opportunities ? [] : ['No opportunities: conflicts are looked for among accounts only.']),
    `1. ${peopleStep(tables, join(state, 'policy', 'people.yaml'))} Roles, limits and thresholds are beside it.`,
    '2. Start: npm start. From now on it starts this installation; the sample is apart: npm start -- --sample',
    '3. Try it on the past: quarterdeck rollout rehearse FILE --check',
    `4. Put registrations into ${join(folder, 'inbox')}, or: quarterdeck cases submit FILE`,
    `What is to be loaded into PRM and CRM is written to ${join(folder, 'out')}. Every segment begins in shadow.`,
  ];
}

function peopleStep({ people }: Tables, file: string): string {
  if (!people) return `Put your people into ${file}.`;
  if (readFileSync(file, 'utf8') === peopleFile(people)) return `Your people are in ${file}.`;
  return `${people.file} was left aside: ${file} has people already. Change it, then: quarterdeck people apply.`;
}
