import { registrationStatusOf, STATUS_NAMES } from '../../domain/deal/past-decision.ts';
import { nearest } from './check-table.ts';
import { type ExportName, exportColumnName } from './export-columns.ts';
import { cellText, type ExportFile, type ExportProblem } from './problem.ts';

export type Tables = Partial<Record<ExportName, ExportFile>>;

/** What the installation's policy knows. */
export interface KnownNames {
  tiers: readonly string[];
  languages: readonly string[];
  roles: readonly string[];
}

/** Which column names a row of which other table, and how grave it is when it names none. */
const REFERENCES: readonly {
  from: ExportName;
  column: string;
  to: ExportName;
  level: ExportProblem['level'];
}[] = [
  { from: 'partners', column: 'parentpartner', to: 'partners', level: 'wrong' },
  { from: 'partners', column: 'manager', to: 'people', level: 'wrong' },
  { from: 'accounts', column: 'parentid', to: 'accounts', level: 'warning' },
  { from: 'opportunities', column: 'accountid', to: 'accounts', level: 'wrong' },
  { from: 'opportunities', column: 'partnerid', to: 'partners', level: 'wrong' },
  { from: 'deals', column: 'partnerid', to: 'partners', level: 'wrong' },
  { from: 'people', column: 'manager', to: 'people', level: 'wrong' },
];

/** A table that names so many rows that are not there has one cause, and is told once. */
const MOST_ALIKE = 20;

/** What is wrong between the tables, and with what policy has to know. @param today ISO day */
export function checkAcross(tables: Tables, known: KnownNames, today: string): ExportProblem[] {
  return [
    ...REFERENCES.flatMap((one) => checkReference(tables, one)),
    ...people(tables),
    ...words(tables.partners, 'tier', known.tiers, 'warning', 'such a partner’s cases always go to a person'),
    ...words(tables.partners, 'language', known.languages, 'warning', 'such a partner is told in English'),
    ...words(tables.people, 'role', known.roles, 'wrong', ''),
    ...statuses(tables.deals),
    ...rates(tables, today),
  ];
}

function checkReference(
  tables: Tables,
  { from, column, to, level }: (typeof REFERENCES)[number],
): ExportProblem[] {
  const table = tables[from];
  const target = tables[to];
  if (!table || (!target && to !== 'people')) return [];
  const ids = (target?.rows ?? []).map((row) => cellText(row, 'id'));
  const there = new Set(ids);
  const byPlain = new Map(ids.map((id) => [plainId(id), id]));
  const lost = table.rows.filter((row) => cellText(row, column) !== '' && !there.has(cellText(row, column)));
  // Whoever has not said yet who their people are cannot be wrong about them.
  const grave = to === 'people' && !target ? 'warning' : level;
  const file = target?.file ?? `${to}.csv`;
  const problems = lost.map((row) => {
    const found = cellText(row, column);
    const meant = byPlain.get(plainId(found));
    return {
      ...{ file: table.file, row: row.row, column: exportColumnName(from, column), found, level: grave },
      accepted:
        meant === undefined ? `an id in ${file}` : `${meant} of ${file}: keep ids as text, with their zeros`,
    };
  });
  if (problems.length <= MOST_ALIKE) return problems;
  const [first] = problems as [ExportProblem];
  const rest = { ...first, row: null, found: `${problems.length - 3} more like these` };
  return [...problems.slice(0, 3), rest];
}

/** As a spreadsheet that takes ids for numbers writes it. */
function plainId(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '')
    .replace(/\.0+$/, '');
}

function people({ people: table }: Tables): ExportProblem[] {
  if (!table) return [];
  const ids = table.rows.flatMap((row) => {
    const id = cellText(row, 'id');
    if (id === '' || /^p-[a-z0-9-]+$/.test(id)) return [];
    const meant = `p-${id
      .toLowerCase()
      .replace(/^p-/, '')
      .replace(/[^a-z0-9]+/g, '-')}`;
    const accepted = `p- and small letters, digits or -, like ${meant}`;
    return [{ file: table.file, row: row.row, column: 'id', found: id, accepted, level: 'wrong' as const }];
  });
  if (table.rows.some((row) => cellText(row, 'role') === 'admin')) return ids;
  const accepted = 'one row with role admin: only an Admin promotes a segment and countersigns keys';
  return [
    ...ids,
    { file: table.file, row: null, column: 'role', found: 'no admin', accepted, level: 'warning' },
  ];
}

function words(
  table: ExportFile | undefined,
  column: string,
  known: readonly string[],
  level: ExportProblem['level'],
  effect: string,
): ExportProblem[] {
  if (!table) return [];
  const rows = Map.groupBy(table.rows, (row) => cellText(row, column));
  return [...rows].flatMap(([found, all]) => {
    if (found === '' || known.includes(found)) return [];
    const near = nearest(
      found.toLowerCase(),
      known.map((one) => one.toLowerCase()),
    );
    const meant = known.find((one) => one.toLowerCase() === near);
    const more = all.length > 1 ? ` (${all.length} rows)` : '';
    return [
      {
        ...{ file: table.file, row: all[0]?.row ?? null, column, found: `${found}${more}`, level },
        accepted: [meant ? `${meant}?` : '', known.join(', '), effect && `otherwise ${effect}`]
          .filter(Boolean)
          .join('; '),
      },
    ];
  });
}

function statuses(table: ExportFile | undefined): ExportProblem[] {
  if (!table) return [];
  const rows = Map.groupBy(table.rows, (row) => cellText(row, 'status'));
  return [...rows].flatMap(([found, all]) =>
    found === '' || registrationStatusOf(found) !== null
      ? []
      : [
          {
            ...{ file: table.file, row: all[0]?.row ?? null, column: 'status', level: 'wrong' as const },
            found: `${found}${all.length > 1 ? ` (${all.length} rows)` : ''}`,
            accepted: `${STATUS_NAMES.join(', ')}, or the words for them in our six languages`,
          },
        ],
  );
}

const OLD_DAYS = 5;

/** Rates that are too old for what comes in today, and currencies without any. */
function rates({ rates: table, deals }: Tables, today: string): ExportProblem[] {
  if (!table || table.rows.length === 0) return [];
  const last = new Map<string, string>();
  for (const row of table.rows) {
    const [currency, date] = [cellText(row, 'currency'), cellText(row, 'date')];
    if (date > (last.get(currency) ?? '')) last.set(currency, date);
  }
  const oldest = new Date(Date.parse(today) - OLD_DAYS * 86_400_000).toISOString().slice(0, 10);
  const used = new Set((deals?.rows ?? []).map((row) => cellText(row, 'currency').toUpperCase()));
  const whole = { file: table.file, row: null, level: 'warning' as const };
  return [
    ...[...last]
      .filter(([, date]) => date < oldest)
      .map(([currency, date]) => ({
        ...{ ...whole, column: 'date' },
        found: `${currency} ends on ${date}`,
        accepted: `a rate of the last ${OLD_DAYS} days; otherwise what is in ${currency} goes to a person`,
      })),
    ...[...used]
      .filter((currency) => currency !== '' && currency !== 'USD' && !last.has(currency))
      .map((currency) => ({
        ...{ ...whole, column: 'currency' },
        found: `no ${currency}, which deals are in`,
        accepted: `rates of ${currency}; otherwise what is in it goes to a person`,
      })),
  ];
}
