import { type ExportKind, plainColumn } from './export-columns.ts';
import { cellText, type ExportFile, type ExportProblem } from './problem.ts';

/** What is wrong with a table by itself: its columns, cells that are needed, ids that stand twice. */
export function checkTable(kind: ExportKind, table: ExportFile): ExportProblem[] {
  const whole = { file: table.file, row: null };
  if (table.rows.length === 0) {
    const level = kind.needed ? 'wrong' : 'warning';
    return [
      { ...whole, column: null, found: 'no row', accepted: 'at least one row below the headings', level },
    ];
  }
  const known = new Map(kind.columns.map((column) => [plainColumn(column.name), column]));
  const there = new Set(Object.keys(table.headings));
  const missing = kind.columns.filter(({ name, needed }) => needed && !there.has(plainColumn(name)));
  return [
    ...missing.map(({ name, holds, example }) => ({
      ...{ ...whole, column: name, level: 'wrong' as const },
      found: `no such column; there are ${Object.values(table.headings).join(', ')}`,
      accepted: `a column ${name}: ${holds}, like ${example}`,
    })),
    ...unknownColumns(table, known),
    ...emptyCells(kind, table, there),
    ...repeated(kind, table),
  ];
}

/** One that may be meant for a column of ours stands alone; the others are told together, with what is read. */
function unknownColumns(
  { file, headings }: ExportFile,
  known: ReadonlyMap<string, { name: string }>,
): ExportProblem[] {
  const whole = { file, row: null, level: 'warning' as const };
  const unknown = Object.entries(headings)
    .filter(([plain]) => !known.has(plain))
    .map(([plain, heading]) => ({ heading, near: nearest(plain, [...known.keys()]) }));
  const meant = unknown.flatMap(({ heading, near }) => {
    const name = near === null ? undefined : known.get(near)?.name;
    return name === undefined
      ? []
      : [
          {
            ...whole,
            column: heading,
            found: 'a column that is not read',
            accepted: `${name}, if that is meant`,
          },
        ];
  });
  const others = unknown.filter(({ near }) => near === null).map(({ heading }) => heading);
  const names = [...known.values()].map(({ name }) => name).join(', ');
  const [only] = others;
  if (only === undefined) return meant;
  const [column, found] =
    others.length === 1
      ? [only, 'a column that is not read']
      : [null, `${others.length} columns that are not read: ${others.join(', ')}`];
  return [
    ...meant,
    { ...whole, column, found, accepted: `any of ${names}; or leave them, if nothing here needs them` },
  ];
}

function emptyCells(
  kind: ExportKind,
  { file, rows }: ExportFile,
  there: ReadonlySet<string>,
): ExportProblem[] {
  const needed = kind.columns.filter((column) => column.needed && there.has(plainColumn(column.name)));
  return rows.flatMap((row) =>
    needed
      .filter(({ name }) => cellText(row, plainColumn(name)) === '')
      .map(({ name, holds, example }) => ({
        ...{ file, row: row.row, column: name, found: 'nothing', level: 'wrong' as const },
        accepted: `${holds}, like ${example}`,
      })),
  );
}

function repeated({ key }: ExportKind, { file, rows }: ExportFile): ExportProblem[] {
  if (key === null) return [];
  const first = new Map<string, number | null>();
  return rows.flatMap((row) => {
    const id = cellText(row, key);
    const before = first.get(id);
    if (id !== '' && before === undefined) first.set(id, row.row);
    if (before === undefined) return [];
    const accepted = `an id of its own; row ${before} has this one`;
    return [{ ...{ file, row: row.row, column: key, found: id, level: 'wrong' as const }, accepted }];
  });
}

/** The name that is meant, where one is at most two letters away, or begins or ends it; null when none is. */
export function nearest(name: string, known: readonly string[]): string | null {
  const within = known.filter(
    (one) => distance(one, name) <= Math.min(2, Math.floor(Math.max(one.length, name.length) / 3)),
  );
  return within.sort((a, b) => distance(a, name) - distance(b, name))[0] ?? null;
}

/** Letters to add, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
