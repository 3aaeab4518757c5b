import type { FieldComparison, Row } from '../../domain/match/model.ts';
import { kindOf } from './match-kinds.ts';
import { table } from './match-tables.ts';

/** Two tables and, kept apart from them, the true pairs. */
export interface LinkageSet {
  fields: readonly { field: string; compare: FieldComparison }[];
  left: readonly Row[];
  right: readonly Row[];
  /** `${left index} ${right index}` */
  truth: ReadonlySet<string>;
}

/**
 * `a.csv`, `b.csv` (a column `id` and the fields, each named alike in both; in either, a thing stands once) and `truth.csv`
 * (columns `a` and `b`: the ids that belong together). A field's kind follows its name in the heading, `phone:phone`, or is
 * guessed from its name and values, never from the truth.
 * @throws Error that names what is missing
 */
export function readLinkage(folder: string): LinkageSet {
  const [left, right] = [table(folder, 'a'), table(folder, 'b')];
  const columns = Object.keys(left[0] ?? {}).filter(
    (column) => column !== 'id' && column in (right[0] ?? {}),
  );
  if (columns.length === 0)
    throw new Error(`${folder}: a.csv and b.csv share no column beside id; name the fields alike`);
  const fields = columns.map((field) => {
    const values = [...left, ...right].map((row) => row[field] ?? '').filter((value) => value !== '');
    return { field, compare: kindOf(field, values) };
  });
  const index = (rows: Record<string, string>[]) => new Map(rows.map((row, i) => [row.id, i] as const));
  const [ofLeft, ofRight] = [index(left), index(right)];
  const truth = table(folder, 'truth').map((pair) => {
    const [i, j] = [ofLeft.get(pair.a ?? ''), ofRight.get(pair.b ?? '')];
    if (i === undefined || j === undefined)
      throw new Error(`${folder}: truth.csv names ${pair.a}, ${pair.b}: no such ids`);
    return `${i} ${j}`;
  });
  const fieldsOnly = ({ id: _, ...row }: Record<string, string>): Row => row;
  return { fields, left: left.map(fieldsOnly), right: right.map(fieldsOnly), truth: new Set(truth) };
}
