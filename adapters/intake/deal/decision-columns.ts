import type { Fault } from '../../../contracts/problem.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import type { GridRow, Headings, Table } from '../../../domain/tables/table.ts';
import { readTable } from '../../tables/read-table.ts';
import type { StatedFile } from '../../tables/read-text.ts';
import { DEAL_HEADINGS } from './table.ts';

/** What people decided, and when, who and why; and what the partner was then. */
export type DecisionColumn =
  | 'case'
  | 'decision'
  | 'decided_at'
  | 'decided_by'
  | 'reason'
  | 'tier'
  | 'region'
  | 'win_rate';

/** In the partner languages and as usual exports call them; folded, `_` for blanks. */
const NAMES: Readonly<Record<DecisionColumn, string>> = {
  case: 'case',
  decision: `decision status deal_status registration_status outcome result entscheidung ergebnis resultat statut estado resultado decisao
    situacao 決定 判定 結果`,
  decided_at: `decided_at decided_on decision_date approved_at approved_on entschieden_am entscheidungsdatum genehmigt_am decide_le
    date_de_decision date_de_la_decision decidido_el fecha_de_decision decidido_em data_da_decisao 決定日 判定日`,
  decided_by: `decided_by reviewer approver approved_by entschieden_von entscheider genehmigt_von decide_par approuve_par decidido_por
    aprobado_por aprovado_por 決定者 承認者`,
  reason: 'reason decision_reason closure_reason begrundung grund motif raison motivo razon razao 理由',
  tier: 'tier partner_tier stufe partnerstufe einstufung niveau nivel',
  region: 'region partner_region vertriebsregion',
  win_rate: 'win_rate winrate gewinnquote erfolgsquote',
};

const DECISION_COLUMNS = lookupTable<DecisionColumn>(
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([column, names]) =>
      names.split(/\s+/).map((name) => [foldWord(name), column as DecisionColumn]),
    ),
  ),
);

/** What people call the day of submission of what is past; in a registration that comes in it is seldom meant for us. */
const SUBMITTED = new Set(
  `submitted_on submission_date date_submitted registered_on registration_date eingegangen_am eingang eingangsdatum eingereicht_am registriert_am
    soumis_le date_de_soumission depose_le date_de_depot enregistre_le enviado_el fecha_de_envio fecha_de_registro registrado_el enviado_em
    data_de_envio data_do_registro registrado_em 受付日 登録日 申請日`
    .split(/\s+/)
    .map(foldWord),
);

const joined = (heading: string) => foldWord(heading.trim()).replace(/[\s-]+/g, '_');

/** Which of these columns stands under a heading; undefined for any other. */
function decisionColumnOf(heading: string): DecisionColumn | undefined {
  return DECISION_COLUMNS[joined(heading)];
}

const HEADINGS: Headings = {
  known: (heading) =>
    decisionColumnOf(heading) !== undefined || SUBMITTED.has(joined(heading)) || DEAL_HEADINGS.known(heading),
  isId: DEAL_HEADINGS.isId,
};

export type Decided = Partial<Record<DecisionColumn, string>>;

/** A table of registrations with what people decided, taken apart. */
export interface DecidedTable {
  /** The table without what people decided. */
  registrations: Table;
  /** What people decided in each of its rows; columns that are empty are left out. */
  decided: Decided[];
  /** Its headings, as they are written. */
  headings: readonly string[];
}

/** Reads a CSV or a workbook, of any encoding and separator. @returns why it cannot be read, in words */
export async function readDecidedTable(
  body: Uint8Array,
  stated: StatedFile = {},
): Promise<DecidedTable | { fault: Fault }> {
  const read = await readTable(body, stated, HEADINGS);
  if ('fault' in read) return read;
  const { table } = read;
  const columns = table.headings.map(decisionColumnOf);
  const blank = (cells: readonly string[]) => cells.map((cell, index) => (columns[index] ? '' : cell));
  return {
    registrations: {
      ...table,
      headings: blank(table.headings).map((heading) =>
        SUBMITTED.has(joined(heading)) ? 'submitted_at' : heading,
      ),
      rows: table.rows.map((row) => ({ ...row, cells: blank(row.cells) })),
    },
    decided: table.rows.map((row) => decidedIn(row, columns)),
    headings: table.headings,
  };
}

function decidedIn({ cells }: GridRow, columns: readonly (DecisionColumn | undefined)[]): Decided {
  const found: Decided = {};
  for (const [index, column] of columns.entries()) {
    const text = (cells[index] ?? '').trim();
    if (column !== undefined && text !== '') found[column] ??= text;
  }
  return found;
}
